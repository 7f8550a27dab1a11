package io.melolog.standalone.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A real HTTP server with files, ranges and entity tags, which misbehaves on demand. */
public final class FileServer implements AutoCloseable {
    private static final int FAULT_AFTER_BYTES = 1_000_000;

    private final Map<String, byte[]> files = new HashMap<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final HttpServer server;
    private boolean ranges = true;
    private boolean validators = true;
    private boolean chunked;

    /** What becomes of one request. */
    public enum Fault {
        /** The connection is closed after a million bytes. */
        CUT,
        /** Nothing comes after a million bytes. */
        HANG,
        /** Nothing comes after the head. */
        HANG_AT_ONCE,
        /** 503. */
        UNAVAILABLE
    }

    public FileServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(executor);
        server.start();
    }

    public URI address(String file) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + file);
    }

    public synchronized void put(String name, byte[] content) {
        files.put(name, content);
    }

    public synchronized void fail(Fault... next) {
        faults.addAll(List.of(next));
    }

    public synchronized void withoutRanges() {
        ranges = false;
    }

    public synchronized void withoutValidators() {
        validators = false;
    }

    public synchronized void chunked() {
        chunked = true;
    }

    /** What each request's {@code Range} was; empty for a whole file. */
    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    private record Answer(int status, byte[] body, Fault fault, boolean chunked) {}

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = prepared(exchange);
            exchange.sendResponseHeaders(answer.status(), length(answer));
            try (OutputStream out = exchange.getResponseBody()) {
                write(answer, out);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long length(Answer answer) {
        if (answer.body().length == 0) {
            return -1;
        }
        return answer.chunked() ? 0 : answer.body().length;
    }

    private void write(Answer answer, OutputStream out) throws IOException, InterruptedException {
        Fault fault = answer.fault();
        if (fault == null) {
            out.write(answer.body());
            return;
        }
        int bytes = fault == Fault.HANG_AT_ONCE ? 0 : FAULT_AFTER_BYTES;
        out.write(answer.body(), 0, bytes);
        out.flush();
        if (fault != Fault.CUT) {
            closing.await();
        }
        throw new IOException("as it was told");
    }

    private synchronized Answer prepared(HttpExchange exchange) {
        String range = exchange.getRequestHeaders().getFirst("Range");
        requests.add(range == null ? "" : range);
        Fault fault = faults.poll();
        byte[] content = files.get(exchange.getRequestURI().getPath().substring(1));
        if (fault == Fault.UNAVAILABLE || content == null) {
            return new Answer(content == null ? 404 : 503, new byte[0], null, false);
        }
        String tag = "\"" + Arrays.hashCode(content) + "\"";
        if (validators) {
            exchange.getResponseHeaders().set("ETag", tag);
        }
        if (range == null || !ranges || !tag.equals(exchange.getRequestHeaders().getFirst("If-Range"))) {
            return new Answer(200, content, fault, chunked);
        }
        int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        exchange.getResponseHeaders()
                .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        return new Answer(206, Arrays.copyOfRange(content, from, content.length), fault, chunked);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        executor.shutdownNow();
    }
}
