@NullMarked
package io.melolog.ingest.problem;

import org.jspecify.annotations.NullMarked;
