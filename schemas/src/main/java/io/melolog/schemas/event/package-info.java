@NullMarked
package io.melolog.schemas.event;

import org.jspecify.annotations.NullMarked;
