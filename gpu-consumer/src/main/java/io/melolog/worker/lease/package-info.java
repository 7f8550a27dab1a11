@NullMarked
package io.melolog.worker.lease;

import org.jspecify.annotations.NullMarked;
