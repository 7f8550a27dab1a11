package io.melolog.worker.decode;

import io.melolog.worker.decode.child.ChildReply;
import io.melolog.worker.decode.child.ChildRequest;
import io.melolog.worker.dsp.pcm.PcmFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Decodes audio that nobody trusts, each file in a process of its own. 8, 16 and 24 bit sources come out exactly at
 * their own rate. Thread-safe.
 */
public final class AudioDecoder {
    private final AudioChildPool children;

    public AudioDecoder(AudioChildPool children) {
        this.children = children;
    }

    /**
     * Decodes the best audio stream of a file.
     *
     * @param input a local file, recognised by its bytes; its name does not matter
     * @param scratchDirectory where the decoded audio goes; must exist
     * @param cancelled asked every 20 ms
     * @throws AudioException when the file is refused, a bound is hit or the decoder dies; nothing is left behind
     * @throws CancellationException when {@code cancelled} turns true or the thread is interrupted; likewise
     */
    public DecodedAudio decode(Path input, Path scratchDirectory, DecodeRequest request, BooleanSupplier cancelled)
            throws AudioException {
        Path output = scratchDirectory.toAbsolutePath().resolve("decoded-" + UUID.randomUUID() + ".f32");
        ChildRequest job = new ChildRequest.Decode(
                input.toAbsolutePath().toString(),
                output.toString(),
                request.targetRateHz(),
                request.targetChannels(),
                request.maxSeconds(),
                children.settings().maxOutputBytes());
        return OutputFile.keptIfComplete(output, () -> decoded(children.run(job, cancelled), output));
    }

    /** A child that met hostile audio may say anything, so what it says is held against the file. */
    private static DecodedAudio decoded(ChildReply reply, Path output) throws AudioException, IOException {
        if (reply instanceof ChildReply.Decoded done && isConsistent(done, Files.size(output))) {
            PcmFile pcm = new PcmFile(output, done.sampleRateHz(), done.channels(), done.sampleFrames());
            return new DecodedAudio(
                    pcm,
                    new SourceInfo(
                            done.sourceRateHz(),
                            done.sourceChannels(),
                            done.sourceSeconds(),
                            done.container(),
                            done.codec()));
        }
        throw AudioException.retryable(
                AudioErrorCode.DECODER_CRASHED, "The process that decodes audio answered nonsense. It is tried again.");
    }

    private static boolean isConsistent(ChildReply.Decoded done, long bytes) {
        long frameBytes = (long) done.channels() * Float.BYTES;
        return done.sampleRateHz() > 0
                && (done.channels() == 1 || done.channels() == 2)
                && done.sampleFrames() > 0
                && done.sampleFrames() == bytes / frameBytes
                && bytes % frameBytes == 0;
    }
}
