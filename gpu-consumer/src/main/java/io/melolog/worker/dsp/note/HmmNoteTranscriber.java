package io.melolog.worker.dsp.note;

import io.melolog.worker.dsp.contour.Contour;
import io.melolog.worker.dsp.contour.VibratoFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** From a contour to notes. Immutable. */
public final class HmmNoteTranscriber {
    private final double MIN_SECONDS = NoteHmmParams.d("min", 0.055);
    private static final double PHRASE_GAP_SECONDS = 0.3;

    public List<Note> transcribe(Contour contour) {
        Contour smooth = VibratoFilter.STANDARD.apply(contour);
        float[] onset = Onsets.evidence(contour);
        List<Segment> segments = new ArrayList<>();
        int gap = (int) Math.round(PHRASE_GAP_SECONDS / contour.hopSeconds());
        int from = 0;
        NoteHmm hmm = new NoteHmm(NoteHmmParams.get());
        boolean[] begins = new boolean[contour.frames()];
        while (from < contour.frames()) {
            while (from < contour.frames() && !contour.voiced(from)) from++;
            int to = from, last = from;
            while (to < contour.frames() && to - last < gap && to - from < 5000) {
                if (contour.voiced(to)) last = to;
                to++;
            }
            if (from < contour.frames()) {
                int[] path = hmm.decode(smooth, onset, from, to, begins);
                segments.addAll(segments(path, begins, from, smooth));
            }
            from = to;
        }
        segments = Boundaries.refine(segments, contour, smooth);
        List<Note> notes = new ArrayList<>();
        for (Segment s : segments) {
            if (s.frames() * contour.hopSeconds() < MIN_SECONDS) continue;
            notes.add(note(s, contour));
        }
        return notes;
    }

    private static List<Segment> segments(int[] path, boolean[] begins, int from, Contour smooth) {
        List<Segment> out = new ArrayList<>();
        int start = -1;
        for (int t = 0; t <= path.length; t++) {
            boolean ends = t == path.length || path[t] < 0 || begins[from + t];
            if (start >= 0 && ends) {
                out.add(new Segment(from + start, from + t, NoteHmmParams.get().midi(path[start])));
                start = -1;
            }
            if (t < path.length && path[t] >= 0 && begins[from + t]) start = t;
        }
        return out;
    }

    private static Note note(Segment s, Contour contour) {
        double hop = contour.hopSeconds();
        int midi = (int) Math.rint(s.midi());
        return new Note(Math.max(0, (s.from()) * hop), s.frames() * hop, midi, Pitch.name(midi), Pitch.frequencyHz(s.midi()), 100 * (s.midi() - midi), 0.5);
    }

    static double median(double[] v) { Arrays.sort(v); return v.length == 0 ? Double.NaN : v[v.length / 2]; }
}
