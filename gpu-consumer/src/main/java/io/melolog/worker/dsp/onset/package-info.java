/** Where sounds begin: evidence for note onsets that pitch alone does not show. */
@NullMarked
package io.melolog.worker.dsp.onset;

import org.jspecify.annotations.NullMarked;
