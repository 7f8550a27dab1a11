package io.melolog.worker.pitch;

import io.melolog.schemas.event.EventFormatException;
import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.storage.ObjectKeys;
import io.melolog.schemas.work.InputObject;
import io.melolog.schemas.work.WorkCompleted;
import io.melolog.schemas.work.WorkInput;
import io.melolog.worker.audio.AudioInput;
import io.melolog.worker.decode.AudioException;
import io.melolog.worker.dsp.beat.BeatTrack;
import io.melolog.worker.dsp.beat.BeatTracker;
import io.melolog.worker.dsp.f0.Pyin;
import io.melolog.worker.dsp.note.FrameLevels;
import io.melolog.worker.dsp.note.Solo;
import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.dsp.pcm.PcmWriter;
import io.melolog.worker.lease.WorkContext;
import io.melolog.worker.storage.ObjectMissingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What lay beside vocals in the mix that they were separated from: the separation's stored result names it. Vocals and accompaniment add up to the mix, so
 * a song without a voice is gated against the mix's own level and not against that of the residue; the accompaniment keeps the beat; and a
 * recording of one voice alone can be read as it came.
 */
final class Accompaniment {
    private static final String ACCOMPANIMENT = "accompaniment.flac";
    private static final int BLOCK_FRAMES = 1 << 14;

    /** What is that far below the mix is what a separator left behind, and no accompaniment. */
    private static final double RESIDUE_DB = 20;

    private final AudioInput audio;
    private final BeatTracker beatTracker;

    Accompaniment(AudioInput audio, BeatTracker beatTracker) {
        this.audio = audio;
        this.beatTracker = beatTracker;
    }

    /**
     * What it says.
     *
     * @param mixLevelDb level of the mix as {@link FrameLevels} measures it; empty when the stem did not come from a separation of ours
     * @param beats empty as well when the accompaniment keeps no beat
     * @param solo the mix, where it is one voice or instrument alone and needs no separator: a file in the scratch folder
     */
    record Heard(OptionalDouble mixLevelDb, Optional<BeatTrack> beats, Optional<PcmFile> solo) {
        static final Heard NOTHING = new Heard(OptionalDouble.empty(), Optional.empty(), Optional.empty());

        private static Heard solo(PcmFile mix) {
            return new Heard(OptionalDouble.empty(), Optional.empty(), Optional.of(mix));
        }
    }

    Heard hear(WorkContext context, PcmFile vocals, Pyin pyin)
            throws IOException, AudioException, InterruptedException {
        Optional<InputObject> accompaniment = accompaniment(context);
        if (accompaniment.isEmpty()) {
            return Heard.NOTHING;
        }
        PcmFile other = audio.decodeMono(context, accompaniment.get(), vocals.sampleRateHz())
                .pcm();
        PcmFile mix = sum(context.scratch().resolve("mix.f32"), vocals, other);
        boolean solo = false;
        try {
            solo = Solo.is(mix, pyin, context.cancelled());
            if (solo) {
                return Heard.solo(mix);
            }
            OptionalDouble mixDb = loudDb(mix);
            OptionalDouble otherDb = loudDb(other);
            boolean plays = mixDb.isPresent()
                    && otherDb.isPresent()
                    && otherDb.getAsDouble() > mixDb.getAsDouble() - RESIDUE_DB;
            Optional<BeatTrack> beats = plays ? beatTracker.track(other, context.cancelled()) : Optional.empty();
            return new Heard(mixDb, beats, Optional.empty());
        } finally {
            Files.deleteIfExists(other.path());
            if (!solo) {
                Files.deleteIfExists(mix.path());
            }
        }
    }

    private static OptionalDouble loudDb(PcmFile recording) throws IOException {
        try (PcmReader reader = new PcmReader(recording)) {
            return FrameLevels.loudDb(reader);
        }
    }

    private static Optional<InputObject> accompaniment(WorkContext context) throws IOException, InterruptedException {
        for (WorkInput input : context.request().spec().inputs()) {
            if (input instanceof WorkInput.Upstream upstream) {
                return separation(context, upstream.workId()).stream()
                        .flatMap(result -> result.artifacts().stream())
                        .filter(artifact -> artifact.name().equals(ACCOMPANIMENT))
                        .map(artifact -> new InputObject(artifact.name(), artifact.key(), artifact.mediaType()))
                        .findFirst();
            }
        }
        return Optional.empty();
    }

    private static Optional<WorkCompleted> separation(WorkContext context, String workId)
            throws IOException, InterruptedException {
        try {
            Path json =
                    context.fetch(new InputObject("result.json", ObjectKeys.workResult(workId), "application/json"));
            return Optional.of(EventJson.read(Files.readAllBytes(json), WorkCompleted.class));
        } catch (ObjectMissingException | EventFormatException e) {
            return Optional.empty();
        }
    }

    private static PcmFile sum(Path path, PcmFile one, PcmFile other) throws IOException {
        float[] sum = new float[BLOCK_FRAMES];
        float[] addend = new float[BLOCK_FRAMES];
        try (PcmReader first = new PcmReader(one);
                PcmReader second = new PcmReader(other);
                PcmWriter writer = new PcmWriter(path, one.sampleRateHz(), 1)) {
            for (long at = 0; at < one.sampleFrames(); at += BLOCK_FRAMES) {
                int got = first.read(at, sum, BLOCK_FRAMES);
                int gotToo = second.read(at, addend, BLOCK_FRAMES);
                for (int i = 0; i < Math.min(got, gotToo); i++) {
                    sum[i] += addend[i];
                }
                writer.write(sum, got);
            }
            return writer.file();
        }
    }
}
