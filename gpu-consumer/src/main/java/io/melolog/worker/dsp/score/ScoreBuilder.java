package io.melolog.worker.dsp.score;

import io.melolog.worker.dsp.beat.BeatMap;
import io.melolog.worker.dsp.beat.BeatTrack;
import io.melolog.worker.dsp.beat.MelodyBeats;
import io.melolog.worker.dsp.beat.OnsetPlacer;
import io.melolog.worker.dsp.beat.Subdivision;
import io.melolog.worker.dsp.note.Note;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From notes to music: beats, metre, key, clef, and where each note is written. */
public final class ScoreBuilder {
    private static final double[] NO_ACCENTS = {};
    /** A third of a compound beat that lasts as long is a beat of its own: a waltz, not a jig. */
    private static final double LONG_THIRD_SECONDS = 0.38;
    /** Silence before the first note that is no longer worth writing down as rests, bars. */
    private static final int MAX_INTRO_BARS = 64;

    private ScoreBuilder() {}

    /**
     * The score of a melody.
     *
     * @param notes in the order of their onsets, none overlapping
     */
    public static Score build(List<Note> notes, ScoreRequest request) {
        int transposeSemitones = request.transposeSemitones();
        Draft draft = request.accompaniment()
                .map(track -> withAccompaniment(notes, track))
                .or(() -> byItself(notes))
                .orElseGet(() -> withoutBeat(notes));
        ScoreGrid grid = draft.grid();
        List<GridNote> written = new Quantiser(grid, transposeSemitones).quantise(notes, draft.starts());
        double[] chroma = request.accompaniment().map(BeatTrack::chroma).orElseGet(() -> new double[12]);
        Key key = KeyFinder.find(notes, chroma).orElse(null);
        int fifths = key == null ? 0 : key.transposed(transposeSemitones).fifths();
        return new Score(
                notes,
                written,
                Engraver.measures(written, grid.meter(), fifths, grid.firstTick()),
                grid,
                Clef.of(notes, transposeSemitones),
                key,
                transposeSemitones);
    }

    /** @param starts ticks from beat 0 of the grid */
    private record Draft(ScoreGrid grid, int[] starts) {}

    private static Draft withAccompaniment(List<Note> notes, BeatTrack track) {
        BeatMap beats = track.beats();
        double[] onBeat = notes.stream()
                .mapToDouble(note -> beats.beatAt(note.onsetSeconds()))
                .toArray();
        // Notes before the first beat need places too: count from a beat before them.
        int before = onBeat.length == 0 ? 0 : (int) Math.max(0, Math.ceil(1 - onBeat[0]));
        double[] places = Arrays.stream(onBeat).map(place -> place + before).toArray();
        OnsetPlacer.Placement placed = OnsetPlacer.place(places, beats.periodSeconds());
        double[] accents = new double[track.downbeatNats().length + before];
        System.arraycopy(track.downbeatNats(), 0, accents, before, track.downbeatNats().length);
        BeatMap counted = beats.resampled(-before, 1, beats.size() + before);
        double tempoBpm = 60 / beats.periodSeconds();
        return draft(placed.ticks(), placed.subdivision(), counted, accents, tempoBpm, true);
    }

    private static Optional<Draft> byItself(List<Note> notes) {
        double[] onsets = notes.stream().mapToDouble(Note::onsetSeconds).toArray();
        return MelodyBeats.find(onsets).map(grid -> {
            Double tempoBpm = MelodyBeats.known(grid) ? 60 / grid.beats().periodSeconds() : null;
            return draft(grid.ticks(), grid.subdivision(), grid.beats(), NO_ACCENTS, tempoBpm, false);
        });
    }

    private static Draft withoutBeat(List<Note> notes) {
        double first = notes.isEmpty() ? 0 : notes.getFirst().onsetSeconds();
        return new Draft(ScoreGrid.neutral(first), new int[notes.size()]);
    }

    private static Draft draft(
            int[] twelfths,
            Subdivision subdivision,
            BeatMap beats,
            double[] accents,
            @Nullable Double tempoBpm,
            boolean intro) {
        boolean compound = subdivision == Subdivision.COMPOUND;
        boolean triple = compound && beats.periodSeconds() / 3 >= LONG_THIRD_SECONDS && accents.length == 0;
        int split = triple ? 3 : 1;
        MeterFinder.Kind kind =
                triple ? MeterFinder.Kind.TRIPLE : compound ? MeterFinder.Kind.COMPOUND : MeterFinder.Kind.SIMPLE;
        double[] places = Arrays.stream(twelfths)
                .mapToDouble(tick -> (double) tick * split / Subdivision.TICKS_PER_BEAT)
                .toArray();
        MeterFinder.Found found = MeterFinder.find(places, kind, accents);
        Meter meter = found.meter();
        int perBar = meter.beatsPerBar();
        int firstBeat = places.length == 0 ? 0 : (int) Math.floor(places[0]);
        int from = intro ? 0 : firstBeat;
        int origin = from - Math.floorMod(from - found.downbeat(), perBar);
        if (firstBeat - origin > MAX_INTRO_BARS * perBar) {
            origin = firstBeat - Math.floorMod(firstBeat - found.downbeat(), perBar);
        }
        int[] starts = new int[twelfths.length];
        for (int i = 0; i < starts.length; i++) {
            starts[i] =
                    twelfths[i] * split * meter.beatTicks() / Subdivision.TICKS_PER_BEAT - origin * meter.beatTicks();
        }
        int count = Math.max(2, beats.size() * split - origin + 1);
        BeatMap map = beats.resampled((double) origin / split, 1.0 / split, count);
        int pickup = pickup(starts, meter);
        return new Draft(new ScoreGrid(map, meter, tempoBpm == null ? null : tempoBpm * split, pickup), starts);
    }

    /** A first bar whose first half is silent is a pick-up. */
    private static int pickup(int[] starts, Meter meter) {
        if (starts.length == 0 || starts[0] >= meter.barTicks() || 2 * starts[0] < meter.barTicks()) {
            return 0;
        }
        int sixteenth = Meter.TICKS_PER_QUARTER / 4;
        int from = starts[0] % 3 == 0 ? starts[0] - starts[0] % sixteenth : starts[0] - starts[0] % meter.beatTicks();
        return meter.barTicks() - from;
    }
}
