/**
 * Decoding and encoding audio in child processes with bounds on time, memory and output: {@link
 * io.melolog.worker.decode.AudioDecoder} and {@link io.melolog.worker.decode.FlacEncoder} on one {@link
 * io.melolog.worker.decode.AudioChildPool}.
 */
@NullMarked
package io.melolog.worker.decode;

import org.jspecify.annotations.NullMarked;
