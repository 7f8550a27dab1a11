package io.melolog.ingest.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.ingest.view.JobIds;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JobIdSequenceTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void shouldGrowEvenWhenTheClockStands() {
        // given
        JobIdSequence ids = new JobIdSequence(Clock.fixed(NOW, ZoneOffset.UTC));

        // when
        List<String> made = IntStream.range(0, 10_000).mapToObj(i -> ids.next()).toList();

        // then
        assertThat(made).isSorted().doesNotHaveDuplicates().allMatch(JobIds::isJobId);
        UUID first = UUID.fromString(made.getFirst());
        assertThat(first.version()).isEqualTo(7);
        assertThat(first.variant()).isEqualTo(2);
        assertThat(first.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void shouldMakeEachIdOnceAmongThreads() {
        // given
        JobIdSequence ids = new JobIdSequence(Clock.systemUTC());
        var seen = ConcurrentHashMap.<String>newKeySet();

        // when
        IntStream.range(0, 20_000).parallel().forEach(i -> seen.add(ids.next()));

        // then
        assertThat(seen).hasSize(20_000);
    }
}
