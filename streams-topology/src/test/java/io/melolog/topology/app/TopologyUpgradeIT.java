package io.melolog.topology.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.melolog.schemas.event.Event;
import io.melolog.schemas.job.JobEvent;
import io.melolog.schemas.job.JobSubmitted;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.topic.Topics;
import io.melolog.testing.TestBroker;
import io.melolog.topology.deadletter.DeadLetters;
import io.melolog.topology.ledger.LedgerSettings;
import io.melolog.topology.metric.TopologyMeters;
import io.melolog.topology.testing.Examples;
import io.melolog.topology.testing.FakeWorkers;
import io.melolog.topology.testing.JobClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a data folder means to the next start, of this release and of one with more in it. */
class TopologyUpgradeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path dir;

    private final TopologyMeters meters = new TopologyMeters(new SimpleMeterRegistry());
    private final AtomicInteger seenByTheAddition = new AtomicInteger();
    private TestBroker broker;
    private JobClient client;

    @BeforeEach
    void start() throws Exception {
        broker = new TestBroker(dir.resolve("broker"));
        client = null;
    }

    @AfterEach
    void stop() throws Exception {
        if (client != null) {
            client.close();
        }
        broker.close();
    }

    @Test
    void shouldGoOnWhereItStopped() throws Exception {
        // given
        StreamsLifecycle first = started(this::release);
        client = new JobClient(broker);
        JobSubmitted inFlight = Examples.job(1, "c1", Stage.SEPARATION, Stage.PITCH);
        client.send(Topics.JOB_SUBMITTED, inFlight);
        await().atMost(PATIENCE).until(() -> !client.events(inFlight.jobId()).isEmpty());
        first.stop();
        first.stop();

        // when
        StreamsLifecycle second = started(this::release);

        // then
        try (FakeWorkers workers = new FakeWorkers(broker)) {
            assertThat(client.awaitEnd(inFlight.jobId())).isInstanceOf(JobEvent.Completed.class);
            assertThat(workers.requests()).hasSize(2);
            assertThat(client.results()).hasSize(2);
        } finally {
            second.stop();
        }
    }

    @Test
    void shouldStartADataFolderOfThisReleaseWithOneMoreSubTopologyAndStillAnswerFromIt() throws Exception {
        // given
        JobSubmitted before = Examples.job(1, "c1");
        StreamsLifecycle release = started(this::release);
        client = new JobClient(broker);
        try (FakeWorkers workers = new FakeWorkers(broker)) {
            client.send(Topics.JOB_SUBMITTED, before);
            client.awaitEnd(before.jobId());
        } finally {
            release.stop();
        }

        // when
        StreamsLifecycle next = started(this::nextRelease);

        // then: no worker runs, so only the ledger's memory can answer
        JobSubmitted after = Examples.job(2, "c1");
        client.send(Topics.JOB_SUBMITTED, after);
        assertThat(client.awaitEnd(after.jobId())).isInstanceOf(JobEvent.Completed.class);
        assertThat(client.events(after.jobId()))
                .filteredOn(JobEvent.StageFinished.class::isInstance)
                .map(JobEvent.StageFinished.class::cast)
                .hasSize(3)
                .allMatch(JobEvent.StageFinished::reused);
        await().atMost(PATIENCE).until(() -> seenByTheAddition.get() > 0);
        next.stop();
    }

    private Topology release() {
        return MelologTopology.build(LedgerSettings.DEFAULT, meters);
    }

    /** Its source sorts before every other, so that all sub-topologies are numbered anew. */
    private Topology nextRelease() {
        Topology topology = release();
        topology.addSource(
                "a-replay-source", new StringDeserializer(), Topics.JOB_EVENT.deserializer(), Topics.JOB_EVENT.name());
        topology.addProcessor("a-replay-processor", CountEvents::new, "a-replay-source");
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore("a-replay-store"), Serdes.String(), Serdes.Long()),
                "a-replay-processor");
        return topology;
    }

    private final class CountEvents extends ContextualProcessor<String, Event, String, Event> {
        @Override
        public void process(Record<String, Event> record) {
            KeyValueStore<String, Long> store = context().getStateStore("a-replay-store");
            store.put(record.key(), record.value().at().toEpochMilli());
            seenByTheAddition.incrementAndGet();
        }
    }

    private StreamsLifecycle started(Supplier<Topology> topology) {
        TopologyProperties properties = TestProperties.of(broker.bootstrapServers(), dir.resolve("data"));
        Clock clock = Clock.systemUTC();
        StreamsLifecycle lifecycle = new StreamsLifecycle(
                topology, StreamsSettings.of(properties, new DeadLetters(clock, meters)), properties.kafka(), clock);
        lifecycle.start();
        await().atMost(PATIENCE).until(lifecycle::isReady);
        return lifecycle;
    }
}
