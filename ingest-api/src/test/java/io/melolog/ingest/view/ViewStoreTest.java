package io.melolog.ingest.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.job.ContentRef;
import io.melolog.schemas.job.JobEvent;
import io.melolog.schemas.job.JobStatus;
import io.melolog.schemas.job.JobStatus.State;
import io.melolog.schemas.job.JobSubmitted;
import io.melolog.schemas.job.StageRequest;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.work.Lane;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final TopicPartition PARTITION = new TopicPartition("topic", 1);

    @TempDir
    Path folder;

    @Test
    void shouldGoOnWhereItEnded() {
        // given
        try (ViewStore store = new ViewStore(folder)) {
            store.belongTo("cluster");
            store.apply(List.of(submitted("a")), List.of(), Map.of(PARTITION, 7L));
        }

        // when
        try (ViewStore store = new ViewStore(folder)) {
            store.belongTo("cluster");

            // then
            assertThat(store.get("a")).contains(submitted("a"));
            assertThat(store.position(PARTITION)).contains(7L);
        }
    }

    @Test
    void shouldBeginAnewWithAnotherCluster() {
        // given
        try (ViewStore store = new ViewStore(folder)) {
            store.belongTo("cluster");
            store.apply(List.of(submitted("a")), List.of(), Map.of(PARTITION, 7L));

            // when
            store.belongTo("another");

            // then
            assertThat(store.get("a")).isEmpty();
            assertThat(store.position(PARTITION)).isEmpty();
            assertThat(store.newest("default", null, null, 10)).isEmpty();
        }
    }

    @Test
    void shouldComeToTheSameStateInAnyOrderOfTheTopics() {
        // given
        List<ViewedJob> records = new ArrayList<>(List.of(
                submitted("a"),
                known("a", 1, State.WAITING),
                known("a", 2, State.PROCESSING),
                known("a", 3, State.COMPLETED)));
        Random random = new Random(1);

        // when
        for (int round = 0; round < 20; round++) {
            Collections.shuffle(records, random);
            try (ViewStore store = new ViewStore(folder.resolve("round" + round))) {
                records.forEach(entry -> store.apply(List.of(entry, entry), List.of(), Map.of()));

                // then
                assertThat(store.get("a")).contains(known("a", 3, State.COMPLETED));
                assertThat(store.newest("default", State.COMPLETED, null, 10)).hasSize(1);
                assertThat(store.newest("default", State.WAITING, null, 10)).isEmpty();
                assertThat(store.newest("default", State.PROCESSING, null, 10)).isEmpty();
            }
        }
    }

    @Test
    void shouldNeverBringBackAnErasedJob() {
        // given
        try (ViewStore store = new ViewStore(folder)) {
            ViewedJob erased = new ViewedJob.Erased(new JobStatus.Erased("a", "default", 4, NOW));

            // when
            store.apply(
                    List.of(known("a", 3, State.COMPLETED), erased, submitted("a"), known("a", 3, State.COMPLETED)),
                    List.of(),
                    Map.of());

            // then
            assertThat(store.get("a")).contains(erased);
            assertThat(store.newest("default", null, null, 10)).isEmpty();
        }
    }

    @Test
    void shouldListATenantsOwnJobsFromTheNewest() {
        // given
        try (ViewStore store = new ViewStore(folder)) {
            store.apply(List.of(submitted("a"), submitted("b"), submitted("c")), List.of(), Map.of());

            // when
            List<ViewedJob> all = store.newest("default", null, null, 2);
            List<ViewedJob> rest = store.newest("default", null, "b", 2);

            // then
            assertThat(all).extracting(ViewedJob::jobId).containsExactly("c", "b");
            assertThat(rest).extracting(ViewedJob::jobId).containsExactly("a");
            assertThat(store.newest("defaul", null, null, 10)).isEmpty();
            assertThat(store.newest("default2", null, null, 10)).isEmpty();
        }
    }

    @Test
    void shouldTellTheEventsOfAJobInTheirOrder() {
        // given
        try (ViewStore store = new ViewStore(folder)) {
            List<StoredEvent> events = new ArrayList<>();
            for (long sequence = 300; sequence >= 1; sequence--) {
                events.add(started("a", sequence));
                events.add(started("ab", sequence));
            }

            // when
            store.apply(List.of(), events, Map.of());

            // then
            assertThat(store.events("a", 0, 1_000))
                    .hasSize(300)
                    .isSortedAccordingTo(Comparator.comparingLong(StoredEvent::sequence))
                    .allMatch(event -> event.jobId().equals("a"));
            assertThat(store.events("a", 254, 3))
                    .extracting(StoredEvent::sequence)
                    .containsExactly(255L, 256L, 257L);
            assertThat(store.events("a", Long.MAX_VALUE - 1, 3)).isEmpty();
            assertThat(store.events("b", 0, 3)).isEmpty();
        }
    }

    @Test
    void shouldKeepOnlyTheErasureOfAnErasedJob() {
        // given
        try (ViewStore store = new ViewStore(folder)) {
            store.apply(List.of(), List.of(started("a", 1), started("a", 2), started("b", 1)), Map.of());

            // when
            store.apply(List.of(), List.of(stored(new JobEvent.Erased("a", "default", 0, 3, NOW))), Map.of());

            // then
            assertThat(store.events("a", 0, 10)).extracting(StoredEvent::type).containsExactly("erased");
            assertThat(store.events("b", 0, 10)).hasSize(1);
        }
    }

    private static StoredEvent started(String id, long sequence) {
        return stored(new JobEvent.StageStarted(id, "default", 0, sequence, Stage.PITCH, "w", 1, NOW));
    }

    private static StoredEvent stored(JobEvent event) {
        return StoredEvent.read(EventJson.write(event));
    }

    @Test
    void shouldRefuseToBeUsedAfterItsEnd() {
        // given
        ViewStore store = new ViewStore(folder);

        // when
        store.close();
        store.close();

        // then
        assertThatThrownBy(() -> store.get("a")).isInstanceOf(IllegalStateException.class);
    }

    private static ViewedJob submitted(String id) {
        ContentRef content = new ContentRef("00", 1, "audio/wav");
        List<StageRequest> stages = List.of(StageRequest.byDefault(Stage.PITCH));
        return new ViewedJob.Submitted(
                new JobSubmitted(id, "default", "default", content, stages, Lane.INTERACTIVE, NOW));
    }

    private static ViewedJob known(String id, long sequence, State state) {
        ContentRef content = new ContentRef("00", 1, "audio/wav");
        return new ViewedJob.Known(new JobStatus.Known(
                id,
                "default",
                sequence,
                state,
                content,
                1.0,
                Lane.INTERACTIVE,
                List.of(),
                null,
                null,
                List.of(),
                null,
                NOW,
                NOW));
    }
}
