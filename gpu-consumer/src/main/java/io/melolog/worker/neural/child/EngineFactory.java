package io.melolog.worker.neural.child;

import io.melolog.worker.neural.engine.EngineException;
import io.melolog.worker.neural.engine.NetworkEngine;

/** Makes the child's engine when the first separation asks for it. */
@FunctionalInterface
public interface EngineFactory {
    /** @throws EngineException when the native library cannot be used */
    NetworkEngine create(EngineSettings settings) throws EngineException;
}
