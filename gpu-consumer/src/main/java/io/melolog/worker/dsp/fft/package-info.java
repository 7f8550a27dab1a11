@NullMarked
package io.melolog.worker.dsp.fft;

import org.jspecify.annotations.NullMarked;
