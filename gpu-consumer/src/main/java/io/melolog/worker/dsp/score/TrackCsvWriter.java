package io.melolog.worker.dsp.score;

import io.melolog.worker.dsp.f0.F0Track;
import java.io.IOException;
import java.io.Writer;

/** {@code f0.csv} and {@code melody.csv}: one row per frame, the frequency empty where unvoiced. */
final class TrackCsvWriter {
    private TrackCsvWriter() {}

    static void write(F0Track track, Writer out) throws IOException {
        out.write("time_seconds,f0_hz,voiced,voiced_probability\n");
        StringBuilder row = new StringBuilder(64);
        for (int i = 0; i < track.frames(); i++) {
            row.setLength(0);
            Decimals.append(row, track.timeSeconds(i), 6);
            row.append(',');
            if (track.voiced(i)) {
                Decimals.append(row, track.f0Hz(i).orElseThrow(), 4);
            }
            row.append(track.voiced(i) ? ",1," : ",0,");
            Decimals.append(row, track.voicedProbability(i), 6);
            out.append(row.append('\n'));
        }
    }
}
