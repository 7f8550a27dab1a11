package io.melolog.worker.dsp.note;

import io.melolog.worker.dsp.f0.F0Track;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The plain rule: a note is a run of frames, voiced with at least some probability, of one rounded semitone, that lasts long
 * enough. A vibrato wider than a semitone falls apart into several notes; that is the rule's known weakness.
 *
 * @param minVoicedProbability frames below it end a note, 0..1
 * @param minDurationSeconds shorter runs are no notes, seconds
 */
public record SemitoneRunTranscriber(double minVoicedProbability, double minDurationSeconds)
        implements NoteTranscriber {

    /** Voiced with a probability of at least 0.1, at least 0.1 s long. */
    public static final SemitoneRunTranscriber STANDARD = new SemitoneRunTranscriber(0.1, 0.1);

    private static final int NONE = Integer.MIN_VALUE;

    public SemitoneRunTranscriber {
        if (!(minVoicedProbability >= 0 && minVoicedProbability <= 1) || !(minDurationSeconds >= 0)) {
            throw new IllegalArgumentException("no such rule: " + minVoicedProbability + ", " + minDurationSeconds);
        }
    }

    @Override
    public List<Note> transcribe(F0Track track) {
        List<Note> notes = new ArrayList<>();
        int start = 0;
        while (start < track.frames()) {
            int midi = midi(track, start);
            int end = start + 1;
            while (end < track.frames() && midi(track, end) == midi) {
                end++;
            }
            if (midi != NONE && (end - start) * track.hopSeconds() >= minDurationSeconds) {
                notes.add(note(track, start, end, midi));
            }
            start = end;
        }
        return List.copyOf(notes);
    }

    private int midi(F0Track track, int frame) {
        if (!track.voiced(frame) || track.voicedProbability(frame) < minVoicedProbability) {
            return NONE;
        }
        return (int) Math.rint(Pitch.midi(track.f0Hz(frame).orElseThrow()));
    }

    private static Note note(F0Track track, int start, int end, int midi) {
        double[] f0Hz = new double[end - start];
        double probability = 0;
        for (int i = start; i < end; i++) {
            f0Hz[i - start] = track.f0Hz(i).orElseThrow();
            probability += track.voicedProbability(i);
        }
        double frequencyHz = median(f0Hz);
        return new Note(
                track.timeSeconds(start),
                (end - start) * track.hopSeconds(),
                midi,
                Pitch.name(midi),
                frequencyHz,
                100 * (Pitch.midi(frequencyHz) - midi),
                Math.min(1, probability / f0Hz.length));
    }

    /** Sorts its argument. */
    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
