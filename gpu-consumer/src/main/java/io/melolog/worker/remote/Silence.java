package io.melolog.worker.remote;

import java.time.Duration;

/** Since when nothing has moved in an exchange, and how long that is allowed to last. Thread-safe. */
final class Silence {
    private final RemoteSettings settings;
    private volatile State state;

    private record State(long sinceNanos, Duration allowed) {}

    private Silence(RemoteSettings settings, Duration allowed) {
        this.settings = settings;
        this.state = new State(System.nanoTime(), allowed);
    }

    /** Of an exchange that begins by sending a body. */
    static Silence beforeUpload(RemoteSettings settings) {
        return new Silence(settings, settings.connectTimeout().plus(settings.stallTimeout()));
    }

    /** Of an exchange that has nothing to send. */
    static Silence beforeAnswer(RemoteSettings settings) {
        return new Silence(settings, settings.connectTimeout().plus(settings.responseTimeout()));
    }

    /** A piece of a body went through. */
    void moved() {
        state = new State(System.nanoTime(), settings.stallTimeout());
    }

    /** All is sent. */
    void waitsForAnswer() {
        state = new State(System.nanoTime(), settings.responseTimeout());
    }

    boolean isTooLong() {
        State now = state;
        return System.nanoTime() - now.sinceNanos > now.allowed.toNanos();
    }
}
