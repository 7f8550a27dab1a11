package io.melolog.worker.neural.device;

import io.melolog.worker.neural.engine.NetworkFiles;
import java.util.List;
import java.util.Set;

/** What a device's thread does next. */
sealed interface DeviceTask {
    /** Load a network, for the jobs that wait for it. */
    record Open(String modelId, NetworkFiles files) implements DeviceTask {}

    /** Compute segments of one model, 1 or more, in one call. */
    record Batch(List<QueuedSegment> segments) implements DeviceTask {
        public Batch {
            segments = List.copyOf(segments);
        }

        String modelId() {
            return segments.getFirst().job().modelId();
        }

        NetworkFiles files() {
            return segments.getFirst().job().files();
        }

        List<Job> jobs() {
            return segments.stream().map(QueuedSegment::job).distinct().toList();
        }
    }

    /** Nothing was to do for some time: drop the networks that no job uses. */
    record Idle(Set<String> modelsInUse) implements DeviceTask {
        public Idle {
            modelsInUse = Set.copyOf(modelsInUse);
        }
    }

    /** End. */
    record Stop() implements DeviceTask {}
}
