/** Generates what other languages read (JSON Schemas, AsyncAPI) from the records, and holds the committed files to it. */
@NullMarked
package io.melolog.schemas.contract;

import org.jspecify.annotations.NullMarked;
