package io.melolog.worker.neural.child;

import io.melolog.worker.neural.child.NeuralMetrics.CrashReason;

/** What the end of a child means for the separations in it. */
final class EngineEnd {
    private static final int OUT_OF_JAVA_MEMORY = 3;
    private static final int KILLED = 128 + 9;
    private static final String AGAIN = " It is tried again; should it fail each time, choose another model.";

    private EngineEnd() {}

    /** @param exitCode as {@link Process#exitValue()} gives it: 128 + the signal for a killed process */
    static NeuralException explain(int exitCode) {
        return switch (exitCode) {
            case OUT_OF_JAVA_MEMORY -> NeuralException.outOfMemory();
            case KILLED ->
                NeuralException.crashed("The process that runs the model was killed (exit code " + exitCode
                        + "), perhaps by the operating system because memory ran out." + AGAIN);
            default ->
                NeuralException.crashed(
                        "The process that runs the model ended unexpectedly (exit code " + exitCode + ")." + AGAIN);
        };
    }

    static CrashReason reason(int exitCode) {
        return exitCode == OUT_OF_JAVA_MEMORY ? CrashReason.MEMORY : CrashReason.CRASHED;
    }

    /** It was killed for showing no progress. */
    static NeuralException hung() {
        return NeuralException.crashed("The process that runs the model did not get on and was stopped." + AGAIN);
    }

    /** It ended before the separation began. */
    static NeuralException gone() {
        return NeuralException.crashed("The process that runs the model had just ended. It is tried again.");
    }

    /** It was ended on purpose. */
    static NeuralException stopped() {
        return NeuralException.crashed("The worker stops. It is tried again.");
    }

    /** Its engine said so. */
    static NeuralException engineFailed() {
        return NeuralException.crashed("The engine that runs the model failed." + AGAIN);
    }
}
