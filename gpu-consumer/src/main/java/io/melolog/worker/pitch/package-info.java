@NullMarked
package io.melolog.worker.pitch;

import org.jspecify.annotations.NullMarked;
