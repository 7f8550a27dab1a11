@NullMarked
package io.melolog.worker.dsp.pcm;

import org.jspecify.annotations.NullMarked;
