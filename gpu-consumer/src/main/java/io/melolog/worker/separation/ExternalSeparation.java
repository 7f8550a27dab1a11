package io.melolog.worker.separation;

import io.melolog.schemas.model.BuiltInModel;
import io.melolog.schemas.work.FailureCode;
import io.melolog.worker.audio.AudioInput;
import io.melolog.worker.decode.AudioException;
import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.dsp.pcm.PcmWriter;
import io.melolog.worker.dsp.separation.ExactStems;
import io.melolog.worker.failure.WorkRefusedException;
import io.melolog.worker.lease.WorkContext;
import io.melolog.worker.remote.RemoteSeparator;
import io.melolog.worker.remote.RemoteSeparatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.DoubleConsumer;

/** An HTTP service that gives the vocals; the accompaniment is what they leave of the recording. */
final class ExternalSeparation implements SeparationMethod {
    private static final String DEVICE = "external";
    private static final double FETCHED = 0.9;
    private static final double VOCALS_DECODED = 0.95;
    /** Encoders pad, and some services cut the end. */
    private static final double TOLERANCE_SECONDS = 1;

    private static final int BLOCK_FRAMES = 1 << 14;
    private static final Map<String, String> EXTENSIONS = Map.ofEntries(
            Map.entry("audio/wav", ".wav"),
            Map.entry("audio/x-wav", ".wav"),
            Map.entry("audio/mpeg", ".mp3"),
            Map.entry("audio/flac", ".flac"),
            Map.entry("audio/x-flac", ".flac"),
            Map.entry("audio/ogg", ".ogg"),
            Map.entry("audio/opus", ".opus"),
            Map.entry("audio/mp4", ".m4a"),
            Map.entry("audio/aac", ".aac"),
            Map.entry("audio/aiff", ".aiff"),
            Map.entry("audio/webm", ".webm"));

    private final RemoteSeparator remote;
    private final AudioInput audio;

    ExternalSeparation(RemoteSeparator remote, AudioInput audio) {
        this.remote = remote;
        this.audio = audio;
    }

    @Override
    public Stems separate(WorkContext context, Recording recording, DoubleConsumer progress)
            throws RemoteSeparatorException, WorkRefusedException, AudioException, IOException, InterruptedException {
        Path answer = context.scratch().resolve("external-vocals");
        remote.separate(
                context.request().workId(),
                recording.upload(),
                "recording" + EXTENSIONS.getOrDefault(recording.mediaType(), ""),
                recording.mediaType(),
                answer,
                share -> progress.accept(FETCHED * share),
                context.cancelled());
        PcmFile vocals = decode(context, answer, recording.mix());
        progress.accept(VOCALS_DECODED);
        Stems stems = subtract(context, recording.mix(), vocals);
        Files.delete(vocals.path());
        progress.accept(1);
        return stems;
    }

    private PcmFile decode(WorkContext context, Path answer, PcmFile mix)
            throws WorkRefusedException, AudioException, IOException {
        double seconds = mix.durationSeconds();
        try {
            PcmFile vocals = audio.decodeLike(context, answer, mix, seconds + TOLERANCE_SECONDS);
            if (vocals.durationSeconds() < seconds - TOLERANCE_SECONDS) {
                throw refused("are " + format(vocals.durationSeconds()) + " s long, the recording is " + format(seconds)
                        + " s long");
            }
            return vocals;
        } catch (AudioException e) {
            if (e.retryable()) {
                throw e;
            }
            throw refused("cannot be used: they are no readable audio, or longer than the recording");
        } finally {
            Files.deleteIfExists(answer);
        }
    }

    private static Stems subtract(WorkContext context, PcmFile mix, PcmFile vocals) throws IOException {
        Path folder = context.scratch();
        try (PcmReader mixReader = new PcmReader(mix);
                PcmReader vocalsReader = new PcmReader(vocals);
                PcmWriter voice = BuiltInSeparation.writer(folder, Stems.VOCALS, mix);
                PcmWriter rest = BuiltInSeparation.writer(folder, Stems.ACCOMPANIMENT, mix)) {
            ExactStems exact = new ExactStems(mixReader, voice, rest);
            float[] interleaved = new float[BLOCK_FRAMES * mix.channels()];
            float[][] planes = new float[mix.channels()][BLOCK_FRAMES];
            for (long at = 0; at < mix.sampleFrames(); at += BLOCK_FRAMES) {
                if (context.cancelled().getAsBoolean()) {
                    throw new CancellationException("the separation was cancelled");
                }
                int got = vocalsReader.read(at, interleaved, BLOCK_FRAMES);
                split(interleaved, got, planes);
                exact.write(planes, BLOCK_FRAMES);
            }
            return Stems.two(voice.file(), rest.file(), DEVICE, BuiltInModel.EXTERNAL.quality());
        }
    }

    /** Beyond the end of the vocals there is silence. */
    private static void split(float[] interleaved, int frames, float[][] planes) {
        for (int channel = 0; channel < planes.length; channel++) {
            for (int frame = 0; frame < BLOCK_FRAMES; frame++) {
                planes[channel][frame] = frame < frames ? interleaved[frame * planes.length + channel] : 0;
            }
        }
    }

    private static String format(double seconds) {
        return Double.toString(Math.round(seconds * 10) / 10.0);
    }

    private static WorkRefusedException refused(String what) {
        return new WorkRefusedException(
                FailureCode.SEPARATOR_REFUSED, "The vocals that the external separator sent " + what + ".");
    }
}
