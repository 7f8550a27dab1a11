@NullMarked
package io.melolog.worker.audio;

import org.jspecify.annotations.NullMarked;
