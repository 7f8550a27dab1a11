@NullMarked
package io.melolog.it;

import org.jspecify.annotations.NullMarked;
