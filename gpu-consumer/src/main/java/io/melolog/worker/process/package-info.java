@NullMarked
package io.melolog.worker.process;

import org.jspecify.annotations.NullMarked;
