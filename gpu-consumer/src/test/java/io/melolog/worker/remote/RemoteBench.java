package io.melolog.worker.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A faulty service, a client of it, and a look at what both leave behind. */
abstract class RemoteBench {
    static final String VOCALS = "/files/1/vocals.wav";
    static final byte[] AUDIO = Replies.audio(50_000);

    @TempDir
    Path folder;

    final TestClock clock = new TestClock();
    FaultyService service;
    private SimpleMeterRegistry registry;
    private RemoteSeparator separator;
    private Set<Thread> threadsBefore;

    @BeforeEach
    void startService() throws IOException {
        threadsBefore = clientThreads();
        service = new FaultyService().onAnalyze(Replies.stems(VOCALS)).onDownload(Replies.file(AUDIO));
        open(settings());
    }

    /** Whatever a test did: no connection, thread or open file stays, and no half file. */
    @AfterEach
    void shouldLeaveNothingBehind() throws IOException {
        service.hurry();
        await("connections end").until(() -> service.openConnections() == 0);
        await("files are closed").untilAsserted(() -> assertThat(openFiles()).isEmpty());
        await("threads end").until(() -> threadsBefore.containsAll(clientThreads()));
        service.close();
        assertThat(service.faults()).isEmpty();
    }

    /** Patient, but quick to try again. */
    TestSettings settings() {
        return new TestSettings(service.url());
    }

    void use(TestSettings settings) {
        open(settings);
    }

    private void open(TestSettings settings) {
        registry = new SimpleMeterRegistry();
        separator = new RemoteSeparator(settings.build(), registry, clock);
    }

    /** How many requests of a kind ended so. */
    double requests(String request, String outcome) {
        return registry
                .find(SeparatorMetrics.REQUESTS)
                .tag("request", request)
                .tag("outcome", outcome)
                .timers()
                .stream()
                .mapToDouble(Timer::count)
                .sum();
    }

    /** 0 closed, 1 half open, 2 open. */
    double breaker() {
        return registry.get(SeparatorMetrics.BREAKER).gauge().value();
    }

    Path vocals() {
        return folder.resolve("vocals");
    }

    Path recording(int bytes) throws IOException {
        return Files.write(folder.resolve("recording"), Replies.audio(bytes));
    }

    void separate() throws Exception {
        separate(recording(20_000), () -> false);
    }

    void separate(Path recording, BooleanSupplier cancelled) throws Exception {
        separator.separate("work-1", recording, "song.mp3", "audio/mpeg", vocals(), done -> {}, cancelled);
    }

    RemoteSeparator separator() {
        return separator;
    }

    /** The failure of a separation; no file is left then. */
    RemoteSeparatorException failure() {
        RemoteSeparatorException failure = catchThrowableOfType(RemoteSeparatorException.class, () -> separate());
        assertThat(failure).as("a separation that should fail").isNotNull();
        assertThat(vocals()).doesNotExist();
        return failure;
    }

    /** Looks often. */
    static ConditionFactory await(String what) {
        return Awaitility.await(what).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    private List<String> openFiles() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return List.of();
        }
        List<String> open = new ArrayList<>();
        try (Stream<Path> all = Files.list(descriptors)) {
            for (Path descriptor : all.toList()) {
                if (Files.isSymbolicLink(descriptor)) {
                    open.add(Files.readSymbolicLink(descriptor).toString());
                }
            }
        }
        return open.stream().filter(file -> file.startsWith(folder.toString())).toList();
    }

    private static Set<Thread> clientThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("HttpClient-"))
                .collect(Collectors.toSet());
    }

    /** Moves when told to. */
    static final class TestClock extends Clock {
        private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-20T12:00:00Z"));

        void advance(Duration duration) {
            now.updateAndGet(instant -> instant.plus(duration));
        }

        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
