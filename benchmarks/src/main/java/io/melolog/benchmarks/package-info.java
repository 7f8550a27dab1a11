/** Measurements: what JMH runs, and what the comparisons with peers start. */
@NullMarked
package io.melolog.benchmarks;

import org.jspecify.annotations.NullMarked;
