@NullMarked
package io.melolog.ingest.app;

import org.jspecify.annotations.NullMarked;
