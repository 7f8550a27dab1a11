package io.melolog.worker.neural.device;

import io.melolog.worker.neural.engine.NetworkEngine;
import io.melolog.worker.neural.engine.NetworkEngineContract;
import io.melolog.worker.neural.engine.NetworkFiles;

class ScriptedEngineTest extends NetworkEngineContract {
    private final ScriptedEngine engine = new ScriptedEngine(2);

    @Override
    protected NetworkEngine engine() {
        return engine;
    }

    @Override
    protected NetworkFiles model() {
        return ScriptedEngine.model(3);
    }

    @Override
    protected NetworkFiles brokenModel() {
        return ScriptedEngine.brokenModel();
    }
}
