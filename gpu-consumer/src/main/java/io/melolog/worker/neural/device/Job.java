package io.melolog.worker.neural.device;

import io.melolog.worker.neural.engine.ComputeDevice;
import io.melolog.worker.neural.engine.NetworkFiles;
import io.melolog.worker.neural.engine.NetworkForm;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A session's state. Guarded by the pool's lock, but for {@link #opened}. */
final class Job {
    private final String modelId;
    private final NetworkFiles files;
    private final CompletableFuture<NetworkForm> opened = new CompletableFuture<>();
    private final Deque<QueuedSegment> waiting = new ArrayDeque<>();
    private final Set<ComputeDevice> used = new LinkedHashSet<>();
    private DeviceQueue queue;
    private @Nullable Exception failure;
    private boolean ended;

    Job(NetworkFiles files, String modelId, DeviceQueue queue) {
        this.files = files;
        this.modelId = modelId;
        this.queue = queue;
    }

    String modelId() {
        return modelId;
    }

    NetworkFiles files() {
        return files;
    }

    /** Completed when its network was loaded for the first time. */
    CompletableFuture<NetworkForm> opened() {
        return opened;
    }

    DeviceQueue queue() {
        return queue;
    }

    /** Waits on another device from now on. */
    void moveTo(DeviceQueue other) {
        queue.remove(this);
        queue = other;
        waiting.forEach(segment -> segment.retried(false));
        queue.add(this);
    }

    void add(QueuedSegment segment) {
        waiting.addLast(segment);
    }

    void putBack(QueuedSegment segment) {
        waiting.addFirst(segment);
    }

    /** The segment that is next, which nobody has given up. */
    @Nullable
    QueuedSegment next() {
        while (!waiting.isEmpty() && waiting.getFirst().isDone()) {
            waiting.removeFirst();
        }
        return waiting.peekFirst();
    }

    QueuedSegment take() {
        return waiting.removeFirst();
    }

    /** Ends it, because of {@code failure} when there is one; returns what waited. */
    List<QueuedSegment> end(@Nullable Exception failure) {
        queue.remove(this);
        ended = true;
        this.failure = failure;
        List<QueuedSegment> left = new ArrayList<>(waiting);
        waiting.clear();
        return left;
    }

    boolean ended() {
        return ended;
    }

    @Nullable
    Exception failure() {
        return failure;
    }

    void computedOn(ComputeDevice device) {
        used.add(device);
    }

    String devicesUsed() {
        Set<ComputeDevice> named = used.isEmpty() ? Set.of(queue.device()) : used;
        return named.stream().map(ComputeDevice::toString).collect(Collectors.joining("+"));
    }
}
