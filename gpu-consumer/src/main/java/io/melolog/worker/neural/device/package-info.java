/**
 * Shares the machine's devices between jobs: one set of weights per model and device, segments of several jobs in one call, and
 * what happens when memory runs out.
 */
@NullMarked
package io.melolog.worker.neural.device;

import org.jspecify.annotations.NullMarked;
