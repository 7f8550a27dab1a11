@NullMarked
package io.melolog.topology.app;

import org.jspecify.annotations.NullMarked;
