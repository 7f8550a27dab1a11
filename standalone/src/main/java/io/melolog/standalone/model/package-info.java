/** Models on the way to the catalogue: those that can be downloaded, what files hold, what they are called. */
@NullMarked
package io.melolog.standalone.model;

import org.jspecify.annotations.NullMarked;
