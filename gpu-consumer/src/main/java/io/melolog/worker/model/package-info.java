@NullMarked
package io.melolog.worker.model;

import org.jspecify.annotations.NullMarked;
