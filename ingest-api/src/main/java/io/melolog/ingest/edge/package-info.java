/** What every request passes before it is anybody's: ids, security headers, where it came from. */
@NullMarked
package io.melolog.ingest.edge;

import org.jspecify.annotations.NullMarked;
