package io.melolog.worker.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.topic.Topics;
import io.melolog.schemas.work.FailureCode;
import io.melolog.schemas.work.Lane;
import io.melolog.schemas.work.WorkReported;
import io.melolog.schemas.work.WorkRequested;
import io.melolog.worker.testing.WorkerBench;
import io.melolog.worker.testing.WorkerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerLeasesIT extends WorkerTestBase {
    @Test
    void shouldDeliverWorkOnceThatOutlastsItsLock(@TempDir Path data, @TempDir Path otherData) throws Exception {
        // given
        WorkRequested request = WorkerBench.request(Stage.SEPARATION, Lane.INTERACTIVE);
        separation.script(request.workId(), context -> Thread.sleep(WorkerBench.LOCK.multipliedBy(2)));
        startWorker(data);
        startWorker(otherData);

        // when
        bench.ask(request);
        WorkRequested next = bench.ask(WorkerBench.request(Stage.SEPARATION, Lane.INTERACTIVE));

        // then
        assertThat(success(request).lease().delivery()).isEqualTo(1);
        assertThat(success(next).lease().delivery()).isEqualTo(1);
        assertThat(separation.begun()).containsOnlyOnce(request.workId());
    }

    @Test
    void shouldKeepEveryDeliveryOfRecordsThatWaitForABusyWorker(@TempDir Path data) throws Exception {
        // given a client that fetches by itself once a poll was empty
        WorkRequested running = hanging(separation, Lane.BULK);
        startWorker(data);
        bench.ask(running);
        awaitBegun(separation, running);

        // when
        WorkRequested waiting = bench.ask(WorkerBench.request(Stage.SEPARATION, Lane.INTERACTIVE));
        WorkRequested last = bench.ask(WorkerBench.request(Stage.SEPARATION, Lane.BULK));
        await().during(WorkerBench.LOCK.multipliedBy(2))
                .until(() -> separation.begun().size() == 1);
        gate.countDown();

        // then
        assertThat(success(waiting).lease().delivery()).isEqualTo(1);
        assertThat(success(last).lease().delivery()).isEqualTo(1);
        assertThat(success(running).lease().delivery()).isEqualTo(1);
    }

    @Test
    void shouldRepeatWorkOnceWhenAWorkerIsKilled(@TempDir Path data, @TempDir Path otherData) throws Exception {
        // given
        Path begun = data.resolve("begun");
        WorkRequested request = bench.ask(WorkerBench.request(Stage.PITCH, Lane.INTERACTIVE));
        Process victim = WorkerProcess.start(broker.bootstrapServers(), storage.endpoint(), data, begun);
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(begun));

        // when
        victim.destroyForcibly().waitFor();
        startWorker(otherData);

        // then
        assertThat(success(request).lease().delivery()).isGreaterThanOrEqualTo(2);
        assertThat(pitch.begun()).containsExactly(request.workId());
    }

    @Test
    void shouldDeleteWhatAKilledWorkerLeft(@TempDir Path data) throws Exception {
        // given
        Path leftover = Files.createDirectories(data.resolve("gpu-consumer/scratch/0123-left"));
        Files.writeString(leftover.resolve("file"), "x");

        // when
        startWorker(data);

        // then
        assertThat(leftover).doesNotExist();
    }

    @Test
    void shouldGiveUpWhenTwoWorkersDiedOfIt(@TempDir Path data, @TempDir Path otherData) throws Exception {
        // given
        WorkRequested request = bench.ask(WorkerBench.request(Stage.PITCH, Lane.INTERACTIVE));
        for (int death = 0; death < 2; death++) {
            Path begun = data.resolve("begun-" + death);
            Process victim = WorkerProcess.start(broker.bootstrapServers(), storage.endpoint(), data, begun);
            await().atMost(Duration.ofSeconds(90)).until(() -> Files.exists(begun));
            victim.destroyForcibly().waitFor();
        }

        // when
        startWorker(otherData);

        // then
        assertThat(end(request)).isInstanceOfSatisfying(WorkReported.Failed.class, failed -> {
            assertThat(failed.failure().code()).isEqualTo(FailureCode.WORKER_LOST.code());
            assertThat(failed.failure().retryable()).isFalse();
        });
        assertThat(pitch.begun()).isEmpty();
    }

    /** One process that dies can cost several deliveries: those that nobody began say nothing about the work. */
    @Test
    void shouldNotGiveUpForDeliveriesThatNobodyBegan(@TempDir Path data) throws Exception {
        // given
        startWorker(data);
        bench.stopWorkers();
        WorkRequested request = bench.ask(WorkerBench.request(Stage.PITCH, Lane.INTERACTIVE));
        spendDeliveries(request, 4);

        // when
        startWorker(data);

        // then
        assertThat(success(request).lease().delivery()).isEqualTo(5);
    }

    @Test
    void shouldSetUnreadableRecordsAsideAndGoOn(@TempDir Path data) throws Exception {
        // given
        String topic = Topics.requested(Stage.WAVEFORM, Lane.INTERACTIVE).name();
        startWorker(data);

        // when
        bench.sendRaw(topic, "{not json".getBytes(StandardCharsets.UTF_8));
        bench.sendRaw(topic, "{\"workId\":\"../../etc\"}".getBytes(StandardCharsets.UTF_8));
        bench.sendRaw(topic, null);
        WorkRequested request = bench.ask(WorkerBench.request(Stage.WAVEFORM, Lane.INTERACTIVE));

        // then
        success(request);
        await().untilAsserted(() -> assertThat(bench.deadLetters()).hasSize(3).allSatisfy(letter -> {
            assertThat(letter.sourceTopic()).isEqualTo(topic);
            assertThat(letter.service()).isEqualTo("gpu-consumer");
            assertThat(letter.code()).isEqualTo("unreadable_record");
        }));
    }

    @Test
    void shouldWorkOnAfterTheBrokerWasAway(@TempDir Path data) throws Exception {
        // given
        WorkRequested running = hanging(separation, Lane.INTERACTIVE);
        startWorker(data);
        bench.ask(running);
        awaitBegun(separation, running);

        // when
        broker.stop();
        gate.countDown();
        broker.start();

        // then
        WorkRequested next = bench.ask(WorkerBench.request(Stage.SEPARATION, Lane.INTERACTIVE));
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(bench.ends(next))
                .hasOnlyElementsOfType(WorkReported.Succeeded.class)
                .isNotEmpty());
        assertThat(bench.ends(running)).isNotEmpty().hasOnlyElementsOfType(WorkReported.Succeeded.class);
        assertThat(separation.begun()).containsOnlyOnce(running.workId());
    }

    private static void spendDeliveries(WorkRequested request, int deliveries) {
        SlotGroup group = new SlotGroup(request.spec().stage(), request.lane());
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "group.id",
                group.groupId(),
                "max.poll.records",
                1,
                "share.acquire.mode",
                "record_limit",
                "share.acknowledgement.mode",
                "explicit");
        try (var consumer =
                new KafkaShareConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(group.topic()));
            for (int spent = 0; spent < deliveries; ) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    consumer.acknowledge(record, AcknowledgeType.RELEASE);
                    consumer.commitSync();
                    spent++;
                }
            }
        }
    }
}
