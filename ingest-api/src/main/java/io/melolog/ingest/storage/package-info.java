@NullMarked
package io.melolog.ingest.storage;

import org.jspecify.annotations.NullMarked;
