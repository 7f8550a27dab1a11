/** Fundamental frequency by probabilistic YIN. Pure signal processing: JDK only, no allocation per frame. */
@NullMarked
package io.melolog.worker.dsp.f0;

import org.jspecify.annotations.NullMarked;
