package io.melolog.worker.audio;

import io.melolog.schemas.stage.SourceAudio;
import io.melolog.schemas.work.FailureCode;
import io.melolog.schemas.work.InputObject;
import io.melolog.worker.decode.AudioDecoder;
import io.melolog.worker.decode.AudioException;
import io.melolog.worker.decode.DecodeRequest;
import io.melolog.worker.decode.DecodedAudio;
import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.failure.WorkRefusedException;
import io.melolog.worker.lease.WorkContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Brings a stage's input to samples: fetched, decoded in a child process, and refused when it is too long. Thread-safe. */
public final class AudioInput {
    private final AudioDecoder decoder;
    private final double maxSeconds;

    /** @param maxSeconds longer recordings are refused */
    public AudioInput(AudioDecoder decoder, double maxSeconds) {
        this.decoder = decoder;
        this.maxSeconds = maxSeconds;
    }

    /** The one input that the stage reads. @throws WorkRefusedException when the request has none */
    public static InputObject mainInput(WorkContext context) throws WorkRefusedException {
        List<InputObject> inputs = context.request().inputs();
        if (inputs.isEmpty()) {
            throw new WorkRefusedException(FailureCode.INPUT_MISSING, "The request names no input.");
        }
        return inputs.getFirst();
    }

    /** Decodes at the source's own rate, at most stereo. */
    public DecodedAudio decodeOriginal(WorkContext context, InputObject input)
            throws IOException, AudioException, InterruptedException {
        Path file = context.fetch(input);
        DecodedAudio decoded = decodeOriginal(context, file);
        Files.delete(file);
        return decoded;
    }

    /** Decodes a file that was fetched, and which stays, at its own rate, at most stereo. */
    public DecodedAudio decodeOriginal(WorkContext context, Path file) throws AudioException {
        return decoder.decode(file, context.scratch(), DecodeRequest.original(maxSeconds), context.cancelled());
    }

    /**
     * Decodes a file that has to sound together with other audio.
     *
     * @param like whose rate and channels the result gets
     * @param maxSeconds longer files are refused
     */
    public PcmFile decodeLike(WorkContext context, Path file, PcmFile like, double maxSeconds) throws AudioException {
        DecodeRequest request = new DecodeRequest(like.sampleRateHz(), like.channels(), maxSeconds);
        return decoder.decode(file, context.scratch(), request, context.cancelled())
                .pcm();
    }

    /** Decodes to one channel at the given rate. */
    public DecodedAudio decodeMono(WorkContext context, InputObject input, int sampleRateHz)
            throws IOException, AudioException, InterruptedException {
        Path file = context.fetch(input);
        DecodeRequest request = DecodeRequest.mono(sampleRateHz, maxSeconds);
        DecodedAudio decoded = decoder.decode(file, context.scratch(), request, context.cancelled());
        Files.delete(file);
        return decoded;
    }

    /** What results say of their input. */
    public static SourceAudio describe(DecodedAudio decoded) {
        return new SourceAudio(
                decoded.pcm().durationSeconds(),
                decoded.source().sampleRateHz(),
                decoded.source().channels());
    }
}
