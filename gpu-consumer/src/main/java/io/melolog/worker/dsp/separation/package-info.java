@NullMarked
package io.melolog.worker.dsp.separation;

import org.jspecify.annotations.NullMarked;
