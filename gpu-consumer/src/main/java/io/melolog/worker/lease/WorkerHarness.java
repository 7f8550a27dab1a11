package io.melolog.worker.lease;

import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.topic.TopicCreator;
import io.melolog.schemas.topic.Topics;
import io.melolog.worker.failure.FailureClassifier;
import io.melolog.worker.storage.WorkStorage;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker of one process: its slots, and what they share. {@link #start()} and {@link #close()} may each be called once or more, by one thread at
 * a time.
 */
public final class WorkerHarness implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerHarness.class);
    private static final Duration JOIN_MARGIN = Duration.ofSeconds(20);

    private final WorkerSettings settings;
    private final Map<Stage, StageRunner> runners = new EnumMap<>(Stage.class);
    private final WorkStorage storage;
    private final MeterRegistry registry;
    private final Clock clock;
    private final List<Thread> loops = new ArrayList<>();
    private final List<SlotPermits> permits = new ArrayList<>();
    private @Nullable WorkerParts parts;
    private @Nullable CancellationListener cancellations;
    private volatile boolean ready;

    public WorkerHarness(
            WorkerSettings settings,
            Collection<StageRunner> runners,
            WorkStorage storage,
            MeterRegistry registry,
            Clock clock) {
        this.settings = settings;
        runners.forEach(runner -> this.runners.put(runner.stage(), runner));
        this.storage = storage;
        this.registry = registry;
        this.clock = clock;
    }

    /**
     * Creates what is missing, configures the share groups, and begins to lease.
     *
     * @throws IOException when the storage does not answer or the data folder cannot be used
     * @throws org.apache.kafka.common.KafkaException when the broker does not answer
     */
    public void start() throws IOException, InterruptedException {
        if (parts != null) {
            return;
        }
        storage.ensureBucket();
        prepareBroker();
        WorkerParts started = newParts();
        parts = started;
        CancellationListener listener = new CancellationListener(settings.bootstrapServers(), started.cancelled());
        cancellations = listener;
        loops.add(startThread(settings.worker() + "-cancellations", listener));
        startSlots(Stage.Slot.GPU, settings.gpuSlots(), started);
        startSlots(Stage.Slot.CPU, settings.cpuSlots(), started);
        ready = true;
        LOG.atInfo()
                .setMessage("worker started")
                .addKeyValue("worker", settings.worker())
                .addKeyValue("stages", runners.keySet())
                .log();
    }

    /** Whether work is leased. */
    public boolean ready() {
        return ready;
    }

    /** Leases nothing more, lets running work end within the grace period, gives back the rest, and closes everything. */
    @Override
    public void close() {
        WorkerParts started = parts;
        if (started == null || started.drain().begun()) {
            return;
        }
        ready = false;
        started.drain().begin();
        permits.forEach(SlotPermits::close);
        if (cancellations != null) {
            cancellations.close();
        }
        Duration patience = settings.gracePeriod().plus(JOIN_MARGIN);
        loops.forEach(loop -> join(loop, patience));
        started.events().close();
        closeScratch(started.scratch());
    }

    private void prepareBroker() {
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers()))) {
            TopicCreator.ensure(admin, Topics.all(), settings.partitions(), settings.replicationFactor());
            ShareGroupConfigs.ensure(admin, SlotGroup.of(runners.keySet()), settings.lock());
        }
    }

    private WorkerParts newParts() throws IOException {
        return new WorkerParts(
                settings,
                runners,
                storage,
                new EventProducer(settings.bootstrapServers(), settings.worker()),
                new ScratchFolders(settings.dataDir()),
                new CancelledRequests(),
                new RunningWorks(),
                new FailureClassifier(),
                new WorkerMetrics(registry),
                new Drain(settings.gracePeriod()),
                clock);
    }

    private void startSlots(Stage.Slot kind, int slots, WorkerParts shared) {
        SlotPermits kindPermits = new SlotPermits(slots, kind == Stage.Slot.GPU);
        permits.add(kindPermits);
        List<Stage> stages =
                runners.keySet().stream().filter(stage -> stage.slot() == kind).toList();
        for (SlotGroup group : SlotGroup.of(stages)) {
            for (int slot = 0; slot < slots; slot++) {
                String name = settings.worker() + group.groupId().substring("melolog-worker".length()) + "-" + slot;
                loops.add(startThread(name, new LeaseLoop(name, group, kindPermits.join(group.lane()), shared)));
            }
        }
    }

    private static Thread startThread(String name, Runnable body) {
        return Thread.ofPlatform().name(name).start(body);
    }

    private static void join(Thread thread, Duration patience) {
        try {
            if (!thread.join(patience)) {
                LOG.atWarn()
                        .setMessage("thread did not end")
                        .addKeyValue("thread", thread.getName())
                        .log();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeScratch(ScratchFolders scratch) {
        try {
            scratch.close();
        } catch (IOException e) {
            LOG.atDebug().setMessage("scratch lock not released").setCause(e).log();
        }
    }
}
