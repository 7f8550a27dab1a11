@NullMarked
package io.melolog.worker.separation;

import org.jspecify.annotations.NullMarked;
