@NullMarked
package io.melolog.ingest.job;

import org.jspecify.annotations.NullMarked;
