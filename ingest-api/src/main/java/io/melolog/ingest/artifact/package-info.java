@NullMarked
package io.melolog.ingest.artifact;

import org.jspecify.annotations.NullMarked;
