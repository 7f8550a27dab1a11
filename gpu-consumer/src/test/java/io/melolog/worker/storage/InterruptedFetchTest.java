package io.melolog.worker.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.melolog.testing.TestStorage;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large objects from a storage that breaks off or takes for ever. */
class InterruptedFetchTest {
    private static final byte[] HALF = new byte[100_000];

    @TempDir
    private Path folder;

    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;
    private WorkStorage storage;
    private volatile boolean slow;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                boolean first = requests.incrementAndGet() == 1;
                exchange.sendResponseHeaders(200, 2L * HALF.length);
                OutputStream body = exchange.getResponseBody();
                body.write(HALF);
                body.flush();
                if (slow) {
                    gate.await();
                } else if (!first) {
                    body.write(HALF);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
        storage = new WorkStorage(TestStorage.newClient(endpoint), TestStorage.BUCKET);
    }

    @AfterEach
    void stop() {
        gate.countDown();
        server.stop(0);
    }

    @Test
    void shouldFetchAgainWhatBrokeOff() throws Exception {
        // given
        Path target = folder.resolve("model");

        // when
        Arrived arrived = storage.fetch("models/x", target, Long.MAX_VALUE, bytes -> {});

        // then
        assertThat(arrived.bytes()).isEqualTo(2L * HALF.length);
        assertThat(target).hasSize(2L * HALF.length);
        assertThat(requests).hasValue(2);
    }

    @Test
    void shouldStopWhenInterrupted() throws Exception {
        // given
        slow = true;
        var begun = new CountDownLatch(1);
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        Thread fetching = Thread.ofPlatform().start(() -> {
            try {
                var unused =
                        storage.fetch("models/x", folder.resolve("model"), Long.MAX_VALUE, bytes -> begun.countDown());
            } catch (Exception e) {
                thrown.add(e);
            }
        });
        begun.await();

        // when
        fetching.interrupt();
        fetching.join();

        // then
        assertThat(thrown).hasOnlyElementsOfType(InterruptedException.class);
    }
}
