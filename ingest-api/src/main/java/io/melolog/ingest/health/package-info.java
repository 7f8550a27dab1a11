@NullMarked
package io.melolog.ingest.health;

import org.jspecify.annotations.NullMarked;
