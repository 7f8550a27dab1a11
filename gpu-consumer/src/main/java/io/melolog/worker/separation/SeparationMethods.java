package io.melolog.worker.separation;

import io.melolog.schemas.model.BuiltInModel;
import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.work.FailureCode;
import io.melolog.worker.audio.AudioInput;
import io.melolog.worker.dsp.separation.MaskNetworkSeparator;
import io.melolog.worker.dsp.separation.MelodyCombParams;
import io.melolog.worker.dsp.separation.MelodyCombSeparator;
import io.melolog.worker.failure.WorkRefusedException;
import io.melolog.worker.lease.WorkContext;
import io.melolog.worker.model.ModelStore;
import io.melolog.worker.neural.child.NeuralSeparation;
import io.melolog.worker.remote.RemoteSeparator;
import java.io.IOException;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/** Finds the way to separate that a work's model asks for. Thread-safe. */
public final class SeparationMethods {
    private final ModelStore models;
    private final NeuralSeparation networks;
    private final AudioInput audio;
    private final @Nullable RemoteSeparator remote;

    /** @param remote null where no external separator is configured */
    public SeparationMethods(
            ModelStore models, NeuralSeparation networks, AudioInput audio, @Nullable RemoteSeparator remote) {
        this.models = models;
        this.networks = networks;
        this.audio = audio;
        this.remote = remote;
    }

    /**
     * The method for a work, with the files that it needs.
     *
     * @param progress told the share of the files that are here, 0..1
     * @throws WorkRefusedException when this worker cannot run the model
     */
    SeparationMethod find(WorkContext context, DoubleConsumer progress)
            throws WorkRefusedException, IOException, InterruptedException {
        ModelRef model = context.request().spec().model();
        Optional<BuiltInModel> builtIn = BuiltInModel.find(model);
        return builtIn.isPresent()
                ? builtIn(builtIn.get())
                : new NetworkSeparation(models.open(model, Stage.SEPARATION, progress, context.cancelled()), networks);
    }

    private SeparationMethod builtIn(BuiltInModel model) throws WorkRefusedException {
        return switch (model) {
            case MASK_NETWORK -> new BuiltInSeparation(MaskNetworkSeparator.embedded(), model.quality());
            case MELODY_COMB ->
                new BuiltInSeparation(new MelodyCombSeparator(MelodyCombParams.defaults()), model.quality());
            case EXTERNAL -> external();
            case PYIN, PEAKS -> throw unavailable("The model " + model.ref() + " does not separate.");
        };
    }

    private SeparationMethod external() throws WorkRefusedException {
        RemoteSeparator configured = remote;
        if (configured == null) {
            throw unavailable("This worker has no external separator: set MELOLOG_SEPARATOR_URL.");
        }
        return new ExternalSeparation(configured, audio);
    }

    private static WorkRefusedException unavailable(String detail) {
        return new WorkRefusedException(FailureCode.MODEL_UNAVAILABLE, detail);
    }
}
