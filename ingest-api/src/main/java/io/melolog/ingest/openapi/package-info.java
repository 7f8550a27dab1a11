/** The description of this API for programs and people: an OpenAPI document and a page to try it. */
@NullMarked
package io.melolog.ingest.openapi;

import org.jspecify.annotations.NullMarked;
