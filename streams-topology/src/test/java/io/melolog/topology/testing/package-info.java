@NullMarked
package io.melolog.topology.testing;

import org.jspecify.annotations.NullMarked;
