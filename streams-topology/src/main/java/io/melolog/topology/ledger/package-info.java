@NullMarked
package io.melolog.topology.ledger;

import org.jspecify.annotations.NullMarked;
