/** Idempotency keys: which submission a key stands for, the same on every replica. */
@NullMarked
package io.melolog.ingest.idempotency;

import org.jspecify.annotations.NullMarked;
