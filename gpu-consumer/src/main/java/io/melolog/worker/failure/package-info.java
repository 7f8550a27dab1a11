@NullMarked
package io.melolog.worker.failure;

import org.jspecify.annotations.NullMarked;
