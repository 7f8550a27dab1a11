package io.melolog.ingest.event;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Writes Server-Sent Events (WHATWG HTML 9.2) and sends each at once. Writing blocks while the client does not read: nothing is queued for it. Used
 * by one thread.
 */
final class EventWriter {
    private final OutputStream out;
    private final long maxWriteNanos;
    private long lastNanos = System.nanoTime();

    /** The client is too slow for what happens. */
    static final class SlowClientException extends IOException {
        private static final long serialVersionUID = 1L;

        SlowClientException() {
            super("the client does not read what is sent");
        }
    }

    EventWriter(OutputStream out, Duration maxWrite) {
        this.out = out;
        this.maxWriteNanos = maxWrite.toNanos();
    }

    /** Tells the client how long to wait before it connects again. */
    void retry(Duration delay) throws IOException {
        send("retry: " + delay.toMillis() + "\n\n");
    }

    /** An event that a client can resume after. */
    void event(long id, String name, String json) throws IOException {
        send("id: " + id + "\nevent: " + name + "\n" + data(json));
    }

    /** An event that is gone when it is missed. */
    void event(String name, String json) throws IOException {
        send("event: " + name + "\n" + data(json));
    }

    /** Says nothing. */
    void heartbeat() throws IOException {
        send(":\n\n");
    }

    /** How long nothing was sent. */
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - lastNanos);
    }

    private static String data(String json) {
        return "data: " + json.replace("\r", "").replace("\n", "\ndata: ") + "\n\n";
    }

    private void send(String text) throws IOException {
        long beganNanos = System.nanoTime();
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            requirePace(beganNanos);
            throw e;
        }
        requirePace(beganNanos);
        lastNanos = System.nanoTime();
    }

    /** Also when the server gave up writing first. */
    private void requirePace(long beganNanos) throws SlowClientException {
        if (System.nanoTime() - beganNanos > maxWriteNanos) {
            throw new SlowClientException();
        }
    }
}
