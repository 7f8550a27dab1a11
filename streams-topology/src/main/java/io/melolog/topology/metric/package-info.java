@NullMarked
package io.melolog.topology.metric;

import org.jspecify.annotations.NullMarked;
