package io.melolog.worker.neural.child;

import io.melolog.worker.dsp.pcm.PcmFile;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a network made of a recording.
 *
 * @param stems by name: {@code vocals} and {@code accompaniment}, which add up to the mix, then the network's others; all as long as the mix
 * @param device {@code cpu}, {@code cuda:0}, or {@code cuda:0+cpu} where it had to change on the way
 */
public record NeuralStems(Map<String, PcmFile> stems, String device) {
    public NeuralStems {
        stems = new LinkedHashMap<>(stems);
    }
}
