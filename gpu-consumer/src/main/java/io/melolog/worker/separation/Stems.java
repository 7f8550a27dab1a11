package io.melolog.worker.separation;

import io.melolog.worker.dsp.pcm.PcmFile;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a recording was separated into.
 *
 * @param files by the stem's name: {@code vocals} and {@code accompaniment}, which add up to the mix, then others
 * @param device what it ran on, such as {@code cpu} or {@code cuda:0}
 * @param quality what listeners can expect: {@code preview}, {@code full} or {@code unknown}
 */
record Stems(Map<String, PcmFile> files, String device, String quality) {
    static final String VOCALS = "vocals";
    static final String ACCOMPANIMENT = "accompaniment";

    Stems {
        files = new LinkedHashMap<>(files);
    }

    /** The two that there always are. */
    static Stems two(PcmFile vocals, PcmFile accompaniment, String device, String quality) {
        Map<String, PcmFile> files = new LinkedHashMap<>();
        files.put(VOCALS, vocals);
        files.put(ACCOMPANIMENT, accompaniment);
        return new Stems(files, device, quality);
    }
}
