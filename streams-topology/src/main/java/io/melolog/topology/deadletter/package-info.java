@NullMarked
package io.melolog.topology.deadletter;

import org.jspecify.annotations.NullMarked;
