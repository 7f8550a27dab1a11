@NullMarked
package io.melolog.worker.neural.segment;

import org.jspecify.annotations.NullMarked;
