@NullMarked
package io.melolog.worker.neural.torch;

import org.jspecify.annotations.NullMarked;
