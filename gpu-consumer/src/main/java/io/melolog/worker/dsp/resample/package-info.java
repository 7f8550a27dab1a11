@NullMarked
package io.melolog.worker.dsp.resample;

import org.jspecify.annotations.NullMarked;
