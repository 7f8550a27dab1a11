package io.melolog.worker.dsp.score;

import io.melolog.worker.dsp.note.Note;

/**
 * {@code notes.json}: the notes, one per line, what the score says about them all, and when its beats are. A note's {@code beat} is its place in the score as
 * an index into {@code beats}, {@code durationBeats} its written length (0 for a grace note); its seconds are what was sung.
 */
final class NotesJsonWriter {
    private NotesJsonWriter() {}

    static String write(Score score) {
        StringBuilder out = new StringBuilder("{\"notes\":[");
        String separator = "\n";
        for (int i = 0; i < score.notes().size(); i++) {
            out.append(separator);
            note(score.notes().get(i), out);
            place(score.written().get(i), score.grid().meter(), out);
            separator = ",\n";
        }
        out.append("],\n");
        out.append("\"clef\":").append(quoted(score.clef().label())).append(",\n");
        Key key = score.key();
        out.append("\"key\":").append(key == null ? "null" : quoted(key.name())).append(",\n");
        Double tempoBpm = score.grid().tempoBpm();
        out.append("\"tempoBpm\":")
                .append(tempoBpm == null ? "null" : Decimals.text(tempoBpm, 2))
                .append(",\n");
        Meter meter = score.grid().meter();
        out.append("\"timeSignature\":").append(quoted(meter.label())).append(",\n");
        out.append("\"transposeSemitones\":").append(score.transposeSemitones()).append(",\n");
        out.append("\"beatsPerBar\":").append(meter.beatsPerBar()).append(",\n");
        beats(score, out);
        return out.append("}\n").toString();
    }

    private static void note(Note note, StringBuilder out) {
        out.append("{\"onsetSeconds\":").append(Decimals.text(note.onsetSeconds(), 4));
        out.append(",\"durationSeconds\":").append(Decimals.text(note.durationSeconds(), 4));
        out.append(",\"midi\":").append(note.midi());
        out.append(",\"name\":").append(quoted(note.name()));
        out.append(",\"frequencyHz\":").append(Decimals.text(note.frequencyHz(), 4));
        out.append(",\"cents\":").append(Decimals.text(note.cents(), 2));
        out.append(",\"confidence\":").append(Decimals.text(note.confidence(), 4));
    }

    private static void place(GridNote written, Meter meter, StringBuilder out) {
        double beat = meter.beatTicks();
        out.append(",\"beat\":").append(Decimals.text(written.start() / beat, 4));
        out.append(",\"durationBeats\":")
                .append(Decimals.text(written.length() / beat, 4))
                .append('}');
    }

    /** The times of all beats of the written bars; every {@code beatsPerBar}-th from the first begins a bar. */
    private static void beats(Score score, StringBuilder out) {
        int perBar = score.grid().meter().beatsPerBar();
        int count = score.notes().isEmpty() ? 0 : score.measures().size() * perBar + 1;
        out.append("\"beats\":[");
        for (int i = 0; i < count; i++) {
            out.append(i == 0 ? "" : i % perBar == 0 ? ",\n" : ",");
            out.append(Decimals.text(score.grid().beats().secondsAt(i), 4));
        }
        out.append(']');
    }

    /** Every text here is a name of ours, so nothing needs escaping. */
    private static String quoted(String name) {
        return '"' + name + '"';
    }
}
