@NullMarked
package io.melolog.schemas.topic;

import org.jspecify.annotations.NullMarked;
