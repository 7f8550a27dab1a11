@NullMarked
package io.melolog.ingest.tenant;

import org.jspecify.annotations.NullMarked;
