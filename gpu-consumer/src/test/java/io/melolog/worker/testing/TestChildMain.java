package io.melolog.worker.testing;

import io.melolog.worker.neural.child.ChildMain;
import io.melolog.worker.neural.child.ChildProgram;

/** The child process with {@link TestEngine}. */
public final class TestChildMain {
    private TestChildMain() {}

    public static void main(String[] args) {
        ChildMain.run(args, settings -> new TestEngine());
    }

    /** How a worker starts it. */
    public static ChildProgram program() {
        return new ChildProgram(TestChildMain.class.getName(), System.getProperty("java.class.path"));
    }
}
