@NullMarked
package io.melolog.worker.neural.device;

import org.jspecify.annotations.NullMarked;
