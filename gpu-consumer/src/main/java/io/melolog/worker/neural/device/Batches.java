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
     * @throws EngineException also when the network gives something of another length, or throws what it should not
     */
    static List<float[]> compute(LoadedNetwork network, List<QueuedSegment> segments) throws EngineException {
        try {
            float[] stems = network.separate(joined(segments), segments.size());
            return split(
                    stems,
                    segments.size(),
                    segments.getFirst().input().length * network.form().stems().size());
        } catch (EngineException e) {
            throw e;
        } catch (Throwable e) {
            throw ResidentNetworks.crash(e);
        }
    }

    private static float[] joined(List<QueuedSegment> segments) {
        float[] first = segments.getFirst().input();
        if (segments.size() == 1) {
            return first;
        }
        float[] joined = new float[segments.size() * first.length];
        for (int i = 0; i < segments.size(); i++) {
            System.arraycopy(segments.get(i).input(), 0, joined, i * first.length, first.length);
        }
        return joined;
    }

    private static List<float[]> split(float[] stems, int count, int samples) {
        if (stems.length != count * samples) {
            throw new IllegalStateException(stems.length + " samples, not " + count + " x " + samples);
        }
        if (count == 1) {
            return List.of(stems);
        }
        List<float[]> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            results.add(Arrays.copyOfRange(stems, i * samples, (i + 1) * samples));
        }
        return results;
    }
}
