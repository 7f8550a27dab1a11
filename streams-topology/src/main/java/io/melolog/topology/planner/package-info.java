@NullMarked
package io.melolog.topology.planner;

import org.jspecify.annotations.NullMarked;
