package io.melolog.worker.neural.device;

import io.melolog.worker.neural.engine.EngineException;
import io.melolog.worker.neural.engine.LoadedNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Several segments in one call. */
final class Batches {
    private Batches() {}

    /**
     * The results in the order of the segments.
     *
     * @throws EngineException also when the network gives something of another length
     */
    static List<float[]> compute(LoadedNetwork network, List<QueuedSegment> segments) throws EngineException {
        int inSamples = segments.getFirst().input().length;
        float[] mixes = segments.getFirst().input();
        if (segments.size() > 1) {
            mixes = new float[segments.size() * inSamples];
            for (int i = 0; i < segments.size(); i++) {
                System.arraycopy(segments.get(i).input(), 0, mixes, i * inSamples, inSamples);
            }
        }
        float[] stems = ResidentNetworks.separate(network, mixes, segments.size());
        int outSamples = inSamples * network.form().stems().size();
        if (stems.length != segments.size() * outSamples) {
            throw new EngineException(
                    "the network gave a result of another form",
                    new IllegalStateException(stems.length + " samples for " + segments.size() + " x " + inSamples));
        }
        if (segments.size() == 1) {
            return List.of(stems);
        }
        List<float[]> results = new ArrayList<>();
        for (int i = 0; i < segments.size(); i++) {
            results.add(Arrays.copyOfRange(stems, i * outSamples, (i + 1) * outSamples));
        }
        return results;
    }
}
