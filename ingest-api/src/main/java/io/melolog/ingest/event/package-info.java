/** What happens to a job, as it happens: Server-Sent Events. */
@NullMarked
package io.melolog.ingest.event;

import org.jspecify.annotations.NullMarked;
