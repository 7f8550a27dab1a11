@NullMarked
package io.melolog.schemas.stage;

import org.jspecify.annotations.NullMarked;
