@NullMarked
package io.melolog.worker.neural.checkpoint;

import org.jspecify.annotations.NullMarked;
