@NullMarked
package io.melolog.worker.waveform;

import org.jspecify.annotations.NullMarked;
