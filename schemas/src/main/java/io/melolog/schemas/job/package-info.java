@NullMarked
package io.melolog.schemas.job;

import org.jspecify.annotations.NullMarked;
