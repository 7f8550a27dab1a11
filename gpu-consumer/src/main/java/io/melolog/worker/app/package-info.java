@NullMarked
package io.melolog.worker.app;

import org.jspecify.annotations.NullMarked;
