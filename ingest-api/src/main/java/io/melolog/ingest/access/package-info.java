/** Who calls, and what they may do. */
@NullMarked
package io.melolog.ingest.access;

import org.jspecify.annotations.NullMarked;
