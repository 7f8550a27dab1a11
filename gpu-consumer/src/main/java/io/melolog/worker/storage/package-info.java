@NullMarked
package io.melolog.worker.storage;

import org.jspecify.annotations.NullMarked;
