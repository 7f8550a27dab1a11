@NullMarked
package io.melolog.ingest.queue;

import org.jspecify.annotations.NullMarked;
