@NullMarked
package io.melolog.schemas.work;

import org.jspecify.annotations.NullMarked;
