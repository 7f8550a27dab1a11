package io.melolog.worker.dsp.score;

import io.melolog.worker.dsp.note.Note;
import io.melolog.worker.dsp.note.Pitch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Notes for tests. */
final class Melodies {
    private Melodies() {}

    static Note note(double onsetSeconds, double durationSeconds, int midi) {
        return new Note(onsetSeconds, durationSeconds, midi, Pitch.name(midi), Pitch.frequencyHz(midi), 0, 0.9);
    }

    /** Notes one after another from {@code startSeconds}; lengths in beats, each sounding nine tenths of it. */
    static List<Note> line(double bpm, double startSeconds, double[] beats, int... midis) {
        List<Note> notes = new ArrayList<>();
        double at = startSeconds;
        for (int i = 0; i < midis.length; i++) {
            double seconds = beats[i % beats.length] * 60 / bpm;
            notes.add(note(at, 0.9 * seconds, midis[i]));
            at += seconds;
        }
        return notes;
    }

    /** Anything a transcriber may hand over: any lengths, any gaps, any pitches. */
    static List<Note> random(long seed) {
        Random random = new Random(seed);
        List<Note> notes = new ArrayList<>();
        double at = random.nextDouble(5);
        int count = random.nextInt(60);
        for (int i = 0; i < count; i++) {
            double seconds = 0.1 + Math.abs(random.nextGaussian()) * (random.nextInt(10) == 0 ? 5 : 0.4);
            notes.add(note(at, seconds, 36 + random.nextInt(60)));
            at += seconds + (random.nextBoolean() ? 0 : random.nextDouble(2));
        }
        return notes;
    }
}
