@NullMarked
package io.melolog.ingest.log;

import org.jspecify.annotations.NullMarked;
