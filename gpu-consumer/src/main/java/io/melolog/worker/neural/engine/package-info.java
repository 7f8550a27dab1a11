@NullMarked
package io.melolog.worker.neural.engine;

import org.jspecify.annotations.NullMarked;
