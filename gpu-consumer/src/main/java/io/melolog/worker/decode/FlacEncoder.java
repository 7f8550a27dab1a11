package io.melolog.worker.decode;

import io.melolog.worker.decode.child.ChildReply;
import io.melolog.worker.decode.child.ChildRequest;
import io.melolog.worker.dsp.pcm.PcmFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Writes 24-bit FLAC: every sample is the nearest of 2^24 steps, clipped to ±1, and the same audio always gives the
 * same bytes. Thread-safe.
 */
public final class FlacEncoder {
    private final AudioChildPool children;

    public FlacEncoder(AudioChildPool children) {
        this.children = children;
    }

    /**
     * Encodes audio of one or two channels at its own rate.
     *
     * @param flac a file that does not exist yet
     * @param cancelled asked every 20 ms
     * @return the bytes of the file
     * @throws AudioException when the audio is empty, FLAC has no such rate, a bound is hit or the encoder dies; no file
     *     is left behind
     * @throws CancellationException when {@code cancelled} turns true or the thread is interrupted; likewise
     */
    public long encode(PcmFile pcm, Path flac, BooleanSupplier cancelled) throws AudioException {
        if (pcm.channels() > 2) {
            throw AudioException.permanent(
                    AudioErrorCode.UNSUPPORTED_AUDIO, "FLAC files of at most two channels are written.");
        }
        if (pcm.sampleFrames() == 0) {
            throw AudioException.permanent(AudioErrorCode.EMPTY_AUDIO, "There is not a single sample to write.");
        }
        Path output = flac.toAbsolutePath();
        ChildRequest job = new ChildRequest.EncodeFlac(
                pcm.path().toAbsolutePath().toString(),
                output.toString(),
                pcm.sampleRateHz(),
                pcm.channels(),
                pcm.sampleFrames(),
                children.settings().maxOutputBytes());
        return OutputFile.keptIfComplete(output, () -> encoded(children.run(job, cancelled), output));
    }

    private static long encoded(ChildReply reply, Path output) throws AudioException, IOException {
        if (reply instanceof ChildReply.Encoded done && done.bytes() == Files.size(output)) {
            return done.bytes();
        }
        throw AudioException.retryable(
                AudioErrorCode.DECODER_CRASHED, "The process that encodes audio answered nonsense. It is tried again.");
    }
}
