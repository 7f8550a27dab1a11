@NullMarked
package io.melolog.schemas.deadletter;

import org.jspecify.annotations.NullMarked;
