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
import org.jspecify.annotations.Nullable;
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
            assertThat(newest(store, "default", null, null, 10)).isEmpty();
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
                assertThat(newest(store, "default", State.COMPLETED, null, 10)).hasSize(1);
                assertThat(newest(store, "default", State.WAITING, null, 10)).isEmpty();
                assertThat(newest(store, "default", State.PROCESSING, null, 10)).isEmpty();
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
            assertThat(newest(store, "default", null, null, 10)).isEmpty();
        }
    }

    @Test
    void shouldListATenantsOwnJobsFromTheNewest() {
        // given
        try (ViewStore store = new ViewStore(folder)) {
            store.apply(List.of(submitted("a"), submitted("b"), submitted("c")), List.of(), Map.of());

            // when
            List<ViewedJob> all = newest(store, "default", null, null, 2);
            List<ViewedJob> rest = newest(store, "default", null, "b", 2);

            // then
            assertThat(all).extracting(ViewedJob::jobId).containsExactly("c", "b");
            assertThat(rest).extracting(ViewedJob::jobId).containsExactly("a");
            assertThat(newest(store, "defaul", null, null, 10)).isEmpty();
            assertThat(newest(store, "default2", null, null, 10)).isEmpty();
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

    @Test
    void shouldPageThroughExactlyTheJobsThatAreWanted() {
        for (int seed = 0; seed < 20; seed++) {
            // given
            Random random = new Random(seed);
            List<ViewedJob> jobs = new ArrayList<>();
            try (ViewStore store = new ViewStore(folder.resolve("seed" + seed))) {
                for (int i = 0; i < 200; i++) {
                    jobs.add(random(random));
                }
                store.apply(jobs, List.of(), Map.of());
                JobFilter filter = new JobFilter(
                        "default",
                        random.nextBoolean() ? null : State.values()[random.nextInt(4)],
                        random.nextBoolean() ? null : "content" + random.nextInt(3),
                        random.nextBoolean() ? null : Stage.values()[random.nextInt(2)],
                        random.nextBoolean() ? null : NOW.plusSeconds(random.nextInt(2_000)),
                        random.nextBoolean() ? null : NOW.plusSeconds(1_000 + random.nextInt(2_000)));

                // when
                List<ViewedJob> paged = new ArrayList<>();
                String olderThan = null;
                do {
                    ViewStore.Page page = store.page(filter, olderThan, 1 + random.nextInt(20));
                    paged.addAll(page.jobs());
                    olderThan = page.nextOlderThan();
                } while (olderThan != null);

                // then
                List<ViewedJob> wanted = jobs.stream()
                        .filter(job -> job.tenant().equals("default"))
                        .filter(job -> filter.contentSha256() == null
                                || ((ViewedJob.Present) job).content().sha256().equals(filter.contentSha256()))
                        .filter(filter::matches)
                        .sorted(Comparator.comparing(ViewedJob::jobId).reversed())
                        .toList();
                assertThat(paged).as("seed %d, %s", seed, filter).isEqualTo(wanted);
            }
        }
    }

    /** A job of one of two tenants, in the half hour after {@link #NOW}. */
    private static ViewedJob random(Random random) {
        Instant at = NOW.plusMillis(random.nextInt(3_000_000));
        long millis = at.toEpochMilli();
        String id = String.format(
                "%08x-%04x-7%03x-8000-%012x",
                millis >>> 16, millis & 0xFFFF, random.nextInt(4_096), random.nextInt(1 << 30));
        JobStatus.StageStatus stage = new JobStatus.StageStatus(
                Stage.values()[random.nextInt(2)],
                "w",
                State.WAITING,
                Stage.PITCH.defaultModel(),
                null,
                null,
                null,
                null);
        return new ViewedJob.Known(new JobStatus.Known(
                id,
                random.nextInt(5) == 0 ? "other" : "default",
                1,
                State.values()[random.nextInt(4)],
                new ContentRef("content" + random.nextInt(3), 1, "audio/wav"),
                1.0,
                Lane.INTERACTIVE,
                List.of(stage),
                null,
                null,
                List.of(),
                null,
                at,
                at));
    }

    private static List<ViewedJob> newest(
            ViewStore store, String tenant, @Nullable State state, @Nullable String olderThan, int limit) {
        return store.page(new JobFilter(tenant, state, null, null, null, null), olderThan, limit)
                .jobs();
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
