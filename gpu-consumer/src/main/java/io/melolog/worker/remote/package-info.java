/** Separation by an HTTP service that somebody else runs, which is trusted with recordings and with nothing else. */
@NullMarked
package io.melolog.worker.remote;

import org.jspecify.annotations.NullMarked;
