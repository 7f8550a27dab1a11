@NullMarked
package io.melolog.worker.neural.torchscript;

import org.jspecify.annotations.NullMarked;
