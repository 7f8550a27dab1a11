/**
 * Networks run in a child process: a native crash, an out-of-memory kill or a hang of their library ends separations and not the worker.
 *
 * <p>Parent: {@code NeuralSeparation}, {@code NeuralProcess}, {@code EngineChild}, {@code ChildProgram}. Child: {@code ChildMain}, {@code ChildServer},
 * {@code ChildSeparation}. Between them: {@code ToChild}, {@code FromChild}, {@code Frames}.
 */
@NullMarked
package io.melolog.worker.neural.child;

import org.jspecify.annotations.NullMarked;
