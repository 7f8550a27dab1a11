/**
 * What runs in the child process that touches untrusted audio: JDK and bytedeco only, one job per process.
 *
 * <p>A child never frees what it allocated in FFmpeg: it ends after its one job, which frees everything.
 */
@NullMarked
package io.melolog.worker.decode.child;

import org.jspecify.annotations.NullMarked;
