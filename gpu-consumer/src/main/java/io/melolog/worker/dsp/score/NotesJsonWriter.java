package io.melolog.worker.dsp.score;

import io.melolog.worker.dsp.note.Note;

/** {@code notes.json}: the notes, one per line, and what the score says about them all. */
final class NotesJsonWriter {
    private NotesJsonWriter() {}

    static String write(PitchAnalysis analysis) {
        StringBuilder out = new StringBuilder("{\"notes\":[");
        String separator = "\n";
        for (Note note : analysis.notes()) {
            out.append(separator);
            note(note, out);
            separator = ",\n";
        }
        out.append("],\n");
        out.append("\"clef\":").append(quoted(analysis.clef().label())).append(",\n");
        Key key = analysis.key();
        out.append("\"key\":").append(key == null ? "null" : quoted(key.name())).append(",\n");
        Double tempoBpm = analysis.grid().tempoBpm();
        out.append("\"tempoBpm\":")
                .append(tempoBpm == null ? "null" : Decimals.text(tempoBpm, 2))
                .append(",\n");
        out.append("\"timeSignature\":")
                .append(quoted(analysis.timeSignature()))
                .append("}\n");
        return out.toString();
    }

    private static void note(Note note, StringBuilder out) {
        out.append("{\"onsetSeconds\":").append(Decimals.text(note.onsetSeconds(), 4));
        out.append(",\"durationSeconds\":").append(Decimals.text(note.durationSeconds(), 4));
        out.append(",\"midi\":").append(note.midi());
        out.append(",\"name\":").append(quoted(note.name()));
        out.append(",\"frequencyHz\":").append(Decimals.text(note.frequencyHz(), 4));
        out.append(",\"cents\":").append(Decimals.text(note.cents(), 2));
        out.append(",\"confidence\":")
                .append(Decimals.text(note.confidence(), 4))
                .append('}');
    }

    /** Every text here is a name of ours, so nothing needs escaping. */
    private static String quoted(String name) {
        return '"' + name + '"';
    }
}
