@NullMarked
package io.melolog.worker.dsp.peaks;

import org.jspecify.annotations.NullMarked;
