/** Broker, storage and the four services on one data folder. */
@NullMarked
package io.melolog.standalone.server;

import org.jspecify.annotations.NullMarked;
