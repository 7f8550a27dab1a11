@NullMarked
package io.melolog.ingest.upload;

import org.jspecify.annotations.NullMarked;
