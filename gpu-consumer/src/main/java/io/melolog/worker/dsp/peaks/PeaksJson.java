package io.melolog.worker.dsp.peaks;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Version 2 of the JSON form that audiowaveform, peaks.js and waveform-data share. */
public final class PeaksJson {
    private static final int FLUSH_CHARS = 1 << 14;

    private PeaksJson() {}

    /** Writes or replaces {@code path}. */
    public static void write(Path path, Peaks peaks) throws IOException {
        try (Writer writer = Files.newBufferedWriter(path, StandardCharsets.US_ASCII)) {
            writer.write(header(peaks));
            StringBuilder text = new StringBuilder(FLUSH_CHARS + 16);
            short[] data = peaks.data();
            for (int i = 0; i < data.length; i++) {
                text.append(i == 0 ? "" : ",").append(data[i]);
                if (text.length() >= FLUSH_CHARS) {
                    writer.append(text);
                    text.setLength(0);
                }
            }
            writer.append(text).write("]}\n");
        }
    }

    private static String header(Peaks peaks) {
        return "{\"version\":2,\"channels\":" + peaks.channels()
                + ",\"sample_rate\":" + peaks.sampleRateHz()
                + ",\"samples_per_pixel\":" + peaks.samplesPerPixel()
                + ",\"bits\":" + peaks.bits()
                + ",\"length\":" + peaks.length()
                + ",\"data\":[";
    }
}
