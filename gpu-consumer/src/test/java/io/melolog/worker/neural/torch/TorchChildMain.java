package io.melolog.worker.neural.torch;

import io.melolog.worker.neural.checkpoint.Checkpoint;
import io.melolog.worker.neural.child.ChildMain;
import io.melolog.worker.neural.engine.ModelFormatException;
import io.melolog.worker.neural.engine.NetworkForm;
import io.melolog.worker.neural.engine.Precision;
import java.nio.file.Path;
import java.util.List;

/** The child process with PyTorch, and the description of one model. */
final class TorchChildMain {
    private TorchChildMain() {}

    public static void main(String[] args) {
        ChildMain.run(args, settings -> new TorchEngine(new OneDescription(), Precision.FLOAT32));
    }

    private static final class OneDescription implements TorchEngine.Readers {
        @Override
        public Checkpoint checkpoint(Path file) throws ModelFormatException {
            throw new ModelFormatException("not asked for");
        }

        @Override
        public NetworkForm description(Path file) {
            return new NetworkForm(8000, 2, 4000, List.of("vocals", "rest"));
        }
    }
}
