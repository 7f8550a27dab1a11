/** The embedded S3 server. */
@NullMarked
package io.melolog.standalone.storage;

import org.jspecify.annotations.NullMarked;
