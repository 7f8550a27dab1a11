/** The models that jobs may ask for: a view of the catalogue's topics, and its changes over HTTP. */
@NullMarked
package io.melolog.ingest.model;

import org.jspecify.annotations.NullMarked;
