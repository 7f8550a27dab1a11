/** The embedded Kafka broker. */
@NullMarked
package io.melolog.standalone.broker;

import org.jspecify.annotations.NullMarked;
