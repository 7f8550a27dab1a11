@NullMarked
package io.melolog.schemas.testing;

import org.jspecify.annotations.NullMarked;
