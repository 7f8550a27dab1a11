package io.melolog.worker.dsp.score;

import io.melolog.worker.dsp.beat.BeatMap;
import io.melolog.worker.dsp.beat.BeatTrack;
import io.melolog.worker.dsp.note.Note;
import io.melolog.worker.dsp.note.Pitch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        return random(random, random.nextInt(60));
    }

    static List<Note> random(Random random, int count) {
        List<Note> notes = new ArrayList<>();
        double at = random.nextBoolean() ? 0 : random.nextDouble(5);
        double pace = Math.pow(10, random.nextDouble(-1.2, 0.5));
        for (int i = 0; i < count; i++) {
            double seconds = 0.03 + pace * Math.abs(random.nextGaussian()) * (random.nextInt(10) == 0 ? 5 : 0.4);
            notes.add(note(at, seconds, 36 + random.nextInt(60)));
            at += seconds + (random.nextBoolean() ? 0 : random.nextDouble(2 * pace));
        }
        return notes;
    }

    /** Nothing, or a band whose beats begin anywhere. */
    static ScoreRequest request(long seed) {
        Random random = new Random(seed);
        int transpose = random.nextInt(-24, 25);
        if (seed % 2 == 0) {
            return new ScoreRequest(Optional.empty(), transpose);
        }
        double[] beats = new double[8 + random.nextInt(200)];
        beats[0] = random.nextDouble(-1, 8);
        for (int i = 1; i < beats.length; i++) {
            beats[i] = beats[i - 1] + random.nextDouble(0.3, 1.2);
        }
        double[] downbeats = random.doubles(beats.length, -1, 1).toArray();
        double[] chroma = random.doubles(12, 0, 1).toArray();
        return new ScoreRequest(Optional.of(new BeatTrack(new BeatMap(beats), downbeats, chroma)), transpose);
    }

    /** A band that leaves no doubt where its bars of four begin: from 0 s on. */
    static ScoreRequest band(double bpm, int beats) {
        double[] seconds = new double[beats];
        double[] downbeats = new double[beats];
        for (int i = 0; i < beats; i++) {
            seconds[i] = i * 60 / bpm;
            downbeats[i] = i % 4 == 0 ? 3 : -1;
        }
        return new ScoreRequest(Optional.of(new BeatTrack(new BeatMap(seconds), downbeats, new double[12])), 0);
    }

    static ScoreRequest transposed(int semitones) {
        return new ScoreRequest(Optional.empty(), semitones);
    }
}
