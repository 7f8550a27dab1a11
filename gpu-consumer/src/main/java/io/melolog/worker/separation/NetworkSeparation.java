package io.melolog.worker.separation;

import io.melolog.schemas.model.ModelFile;
import io.melolog.schemas.model.ModelRegistration;
import io.melolog.schemas.stage.StageParameters;
import io.melolog.schemas.work.FailureCode;
import io.melolog.worker.failure.WorkRefusedException;
import io.melolog.worker.lease.WorkContext;
import io.melolog.worker.model.LocalModel;
import io.melolog.worker.neural.child.NeuralException;
import io.melolog.worker.neural.child.NeuralSeparation;
import io.melolog.worker.neural.child.NeuralStems;
import io.melolog.worker.neural.child.SeparationOrder;
import io.melolog.worker.neural.engine.ModelFormatException;
import io.melolog.worker.neural.engine.NetworkFiles;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;

/** A registered network, in the child process. */
final class NetworkSeparation implements SeparationMethod {
    private static final int DIGEST_CHARS = 16;

    private final LocalModel model;
    private final NeuralSeparation networks;

    /** @param model closed with this */
    NetworkSeparation(LocalModel model, NeuralSeparation networks) {
        this.model = model;
        this.networks = networks;
    }

    @Override
    public Stems separate(WorkContext context, Recording recording, DoubleConsumer progress)
            throws WorkRefusedException, NeuralException, InterruptedException {
        try {
            NeuralStems stems = networks.separate(order(context, recording), progress, context.cancelled());
            return new Stems(stems.stems(), stems.device(), model.registration().quality());
        } catch (ModelFormatException e) {
            throw new WorkRefusedException(
                    FailureCode.MODEL_UNAVAILABLE,
                    "The model " + model.registration().model() + " cannot be used. " + e.getMessage());
        }
    }

    @Override
    public void close() {
        model.close();
    }

    private SeparationOrder order(WorkContext context, Recording recording) {
        ModelRegistration.Added registration = model.registration();
        StageParameters.Separation parameters =
                context.request().spec().parameters() instanceof StageParameters.Separation given
                        ? given
                        : StageParameters.Separation.DEFAULT;
        return new SeparationOrder(
                modelId(registration),
                new NetworkFiles(registration.format(), model.files(), registration.stemWeights()),
                recording.mix(),
                context.scratch(),
                parameters.shiftCount(),
                parameters.shiftSeed());
    }

    /** A name that was registered anew with other files after its removal is not mistaken for the one that is loaded. */
    private static String modelId(ModelRegistration.Added registration) {
        return registration.files().stream()
                .map(ModelFile::sha256)
                .map(sha256 -> sha256.substring(0, DIGEST_CHARS))
                .collect(Collectors.joining("+", registration.model() + ":", ""));
    }
}
