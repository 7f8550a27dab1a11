@NullMarked
package io.melolog.ingest.metric;

import org.jspecify.annotations.NullMarked;
