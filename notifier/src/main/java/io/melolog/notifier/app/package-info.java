/** Puts the notifier together. */
@NullMarked
package io.melolog.notifier.app;

import org.jspecify.annotations.NullMarked;
