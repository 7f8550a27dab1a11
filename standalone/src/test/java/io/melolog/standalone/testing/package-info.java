/** Real processes for tests. */
@NullMarked
package io.melolog.standalone.testing;

import org.jspecify.annotations.NullMarked;
