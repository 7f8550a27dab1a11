@NullMarked
package io.melolog.schemas.model;

import org.jspecify.annotations.NullMarked;
