@NullMarked
package io.melolog.schemas.access;

import org.jspecify.annotations.NullMarked;
