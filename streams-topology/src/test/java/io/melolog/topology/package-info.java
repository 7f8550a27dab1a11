@NullMarked
package io.melolog.topology;

import org.jspecify.annotations.NullMarked;
