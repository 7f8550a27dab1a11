/** Real things for tests. */
@NullMarked
package io.melolog.notifier.testing;

import org.jspecify.annotations.NullMarked;
