package io.melolog.worker.dsp.note;

import io.melolog.worker.dsp.contour.Contour;
import io.melolog.worker.dsp.contour.VibratoFilter;
import io.melolog.worker.dsp.onset.ArticulationOnsets;
import io.melolog.worker.dsp.onset.OnsetDetector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Notes by a model and not by a rule over frames: vibrato is taken out of the contour, {@link NoteHmm} finds the notes of each
 * phrase, {@link Joints} and {@link AudibleSpan} find where they begin and end, {@link SteadinessGate} and
 * {@link Blips} drop what is no melody, {@link Tuning} says which semitone a pitch belongs to. Immutable.
 */
public final class HmmNoteTranscriber implements NoteTranscriber {
    /** With {@link ArticulationOnsets#STANDARD}. */
    public static final HmmNoteTranscriber STANDARD = new HmmNoteTranscriber(ArticulationOnsets.STANDARD);

    private static final double LEAST_SECONDS = 0.055;
    /** About half the F-measure: leaving out what is less likely right raises it. */
    private static final double LEAST_CONFIDENCE = 0.4;

    private final OnsetDetector onsets;

    public HmmNoteTranscriber(OnsetDetector onsets) {
        this.onsets = onsets;
    }

    @Override
    public List<Note> transcribe(Contour contour) {
        Contour smooth = VibratoFilter.STANDARD.apply(contour);
        float[] onset = onsets.evidence(contour);
        List<Segment> segments = decode(smooth, onset);
        Slides.merge(segments, smooth);
        new Joints(contour, smooth).settle(segments);
        int leastFrames = (int) Math.ceil(LEAST_SECONDS / contour.hopSeconds());
        SteadinessGate gate = new SteadinessGate(smooth);
        List<Segment> audible = AudibleSpan.of(segments, contour, leastFrames).stream()
                .filter(gate::admits)
                .map(segment -> segment.retuned(smooth))
                .toList();
        List<Segment> heard = Blips.without(audible, contour);
        double tuning = Tuning.of(heard);
        NoteConfidence confidence = new NoteConfidence(smooth, onset, loudDb(heard, contour));
        List<Note> notes = new ArrayList<>(heard.size());
        for (int i = 0; i < heard.size(); i++) {
            Segment segment = heard.get(i);
            boolean afterRest = i == 0 || heard.get(i - 1).to() < segment.from();
            double chance = confidence.of(segment, afterRest, tuning);
            if (chance >= LEAST_CONFIDENCE) {
                notes.add(note(segment, contour, tuning, chance));
            }
        }
        return List.copyOf(notes);
    }

    private static List<Segment> decode(Contour smooth, float[] onset) {
        List<Segment> segments = new ArrayList<>();
        for (Phrase phrase : Phrase.of(smooth)) {
            int[] bounds = new NoteHmm(NoteHmmParams.STANDARD, smooth, onset, phrase).decode();
            for (int i = 0; i < bounds.length; i += 2) {
                Segment segment = Segment.of(smooth, bounds[i], bounds[i + 1]);
                if (!Double.isNaN(segment.midi())) {
                    segments.add(segment);
                }
            }
        }
        return segments;
    }

    /** The level that nine of ten voiced frames do not exceed. */
    private static double loudDb(List<Segment> segments, Contour contour) {
        float[] levels = new float[segments.stream().mapToInt(Segment::frames).sum()];
        int count = 0;
        for (Segment s : segments) {
            for (int t = s.from(); t < s.to(); t++) {
                levels[count++] = contour.levelDb(t);
            }
        }
        Arrays.sort(levels);
        return count == 0 ? 0 : levels[count * 9 / 10];
    }

    private static Note note(Segment s, Contour contour, double tuning, double confidence) {
        int midi = (int) Math.rint(s.midi() - tuning);
        return new Note(
                s.from() * contour.hopSeconds(),
                s.frames() * contour.hopSeconds(),
                midi,
                Pitch.name(midi),
                Pitch.frequencyHz(s.midi()),
                100 * (s.midi() - midi),
                confidence);
    }
}
