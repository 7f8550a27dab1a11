package io.melolog.worker.failure;

import io.melolog.schemas.work.FailureCode;
import io.melolog.worker.decode.AudioException;
import io.melolog.worker.neural.child.NeuralException;
import io.melolog.worker.remote.RemoteSeparatorException;
import io.melolog.worker.storage.ObjectMissingException;
import io.melolog.worker.storage.StorageUnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one place that decides what an exception means. Stateless and thread-safe. */
public final class FailureClassifier {
    private static final int DEEPEST_CAUSE = 20;

    /** Never throws; the outermost known exception in the chain of causes decides. */
    public ClassifiedFailure classify(Throwable thrown) {
        for (Throwable cause : causes(thrown)) {
            Optional<ClassifiedFailure> known = known(cause);
            if (known.isPresent()) {
                return known.get();
            }
        }
        return new ClassifiedFailure.Unclassified(
                FailureCode.INTERNAL_ERROR,
                "An unexpected fault (" + thrown.getClass().getSimpleName()
                        + ") stopped this step. It is recorded in the worker's log.");
    }

    private static Optional<ClassifiedFailure> known(Throwable cause) {
        return Optional.ofNullable(
                switch (cause) {
                    case WorkRefusedException refused -> ClassifiedFailure.of(refused.code(), refused.detail());
                    case AudioException audio -> ofAudio(audio);
                    case NeuralException neural -> ofNetworks(neural);
                    case RemoteSeparatorException remote -> ClassifiedFailure.of(remote.code(), remote.detail());
                    case ObjectMissingException missing ->
                        ClassifiedFailure.of(
                                FailureCode.INPUT_MISSING,
                                "The input is no longer in the object storage; upload the recording again.");
                    case StorageUnavailableException unavailable ->
                        ClassifiedFailure.of(FailureCode.STORAGE_UNAVAILABLE, unavailable.detail());
                    case OutOfMemoryError full ->
                        ClassifiedFailure.of(
                                FailureCode.OUT_OF_MEMORY,
                                "The worker had too little memory for this recording; it is tried again.");
                    case IOException io
                    when isDiskFull(io) ->
                        ClassifiedFailure.of(
                                FailureCode.INTERNAL_ERROR,
                                "The worker's disk is full; free space under melolog.data-dir. It is tried again.");
                    default -> null;
                });
    }

    private static ClassifiedFailure ofAudio(AudioException audio) {
        FailureCode code =
                switch (audio.code()) {
                    case UNDECODABLE_AUDIO -> FailureCode.UNDECODABLE_AUDIO;
                    case EMPTY_AUDIO -> FailureCode.EMPTY_AUDIO;
                    case AUDIO_TOO_LONG -> FailureCode.AUDIO_TOO_LONG;
                    case UNSUPPORTED_AUDIO -> FailureCode.UNSUPPORTED_AUDIO;
                    case DECODER_LIMIT -> FailureCode.DECODER_LIMIT;
                    case DECODER_CRASHED -> FailureCode.DECODER_CRASHED;
                    case STORAGE_FULL -> FailureCode.INTERNAL_ERROR;
                };
        return audio.retryable()
                ? new ClassifiedFailure.Retryable(code, audio.detail())
                : new ClassifiedFailure.Permanent(code, audio.detail());
    }

    private static ClassifiedFailure ofNetworks(NeuralException neural) {
        FailureCode code =
                switch (neural.kind()) {
                    case ENGINE_CRASHED -> FailureCode.ENGINE_CRASHED;
                    case OUT_OF_MEMORY -> FailureCode.OUT_OF_MEMORY;
                    case DISK_FULL -> FailureCode.INTERNAL_ERROR;
                };
        return new ClassifiedFailure.Retryable(code, neural.detail());
    }

    private static boolean isDiskFull(IOException thrown) {
        String text = String.valueOf(thrown.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("no space left")
                || text.contains("disk quota exceeded")
                || text.contains("not enough space");
    }

    /** From the outermost to the innermost. */
    private static List<Throwable> causes(Throwable thrown) {
        List<Throwable> causes = new ArrayList<>();
        @Nullable Throwable next = thrown;
        while (next != null && causes.size() < DEEPEST_CAUSE) {
            causes.add(next);
            next = next.getCause();
        }
        return causes;
    }
}
