@NullMarked
package io.melolog.schemas;

import org.jspecify.annotations.NullMarked;
