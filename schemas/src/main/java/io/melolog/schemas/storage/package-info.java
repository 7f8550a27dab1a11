@NullMarked
package io.melolog.schemas.storage;

import org.jspecify.annotations.NullMarked;
