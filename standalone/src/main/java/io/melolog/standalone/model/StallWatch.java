package io.melolog.standalone.model;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Ends a read that brings nothing for too long, which the client's own timeout does not do once an answer has begun. Read by one thread. */
final class StallWatch implements AutoCloseable {
    private static final int LOOKS = 4;

    private final InputStream in;
    private final Duration limit;
    private final Thread thread;
    private volatile long movedNanos = System.nanoTime();
    private volatile boolean stalled;

    StallWatch(InputStream in, Duration limit) {
        this.in = in;
        this.limit = limit;
        this.thread = Thread.ofVirtual().name("melolog-download-watch").start(this::watch);
    }

    /** As {@link InputStream#read(byte[])}. */
    int read(byte[] buffer) throws IOException {
        try {
            int count = in.read(buffer);
            movedNanos = System.nanoTime();
            if (!stalled) {
                return count;
            }
        } catch (IOException e) {
            if (!stalled) {
                throw e;
            }
        }
        throw new IOException("nothing arrived for " + limit.toSeconds() + " s");
    }

    private void watch() {
        try {
            while (System.nanoTime() - movedNanos < limit.toNanos()) {
                Thread.sleep(limit.dividedBy(LOOKS));
            }
            stalled = true;
            in.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            stalled = true; // the reader hears of it
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
