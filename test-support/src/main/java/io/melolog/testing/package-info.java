/** Servers that tests run in their own process. Not for production code: modules use this with test scope only. */
@NullMarked
package io.melolog.testing;

import org.jspecify.annotations.NullMarked;
