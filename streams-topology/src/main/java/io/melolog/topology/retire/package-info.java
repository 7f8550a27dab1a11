@NullMarked
package io.melolog.topology.retire;

import org.jspecify.annotations.NullMarked;
