package io.melolog.topology.app;

import io.melolog.topology.retire.ObjectRetirer;
import org.springframework.context.SmartLifecycle;

/** Starts and stops the deletion of retired objects with the context, after the topology and before it. */
final class RetireLifecycle implements SmartLifecycle {
    private final ObjectRetirer retirer;

    RetireLifecycle(ObjectRetirer retirer) {
        this.retirer = retirer;
    }

    @Override
    public void start() {
        retirer.start();
    }

    @Override
    public void stop() {
        retirer.stop();
    }

    @Override
    public boolean isRunning() {
        return retirer.isRunning();
    }

    /** After {@link StreamsLifecycle}, which has created the topics by then. Phases stop in reverse. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
