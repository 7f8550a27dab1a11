@NullMarked
package io.melolog.ingest.view;

import org.jspecify.annotations.NullMarked;
