/** Reading multipart forms as they arrive. */
@NullMarked
package io.melolog.ingest.form;

import org.jspecify.annotations.NullMarked;
