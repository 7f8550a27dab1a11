package io.melolog.worker.neural.engine;

import java.util.List;

/**
 * What a separation network takes and gives.
 *
 * @param sampleRateHz of the audio it was trained on
 * @param channels 1 or 2
 * @param segmentSamples sample frames of one segment
 * @param stems names, in the order of its output
 */
public record NetworkForm(int sampleRateHz, int channels, int segmentSamples, List<String> stems) {
    public NetworkForm {
        stems = List.copyOf(stems);
    }
}
