/** The command line. */
@NullMarked
package io.melolog.standalone.cli;

import org.jspecify.annotations.NullMarked;
