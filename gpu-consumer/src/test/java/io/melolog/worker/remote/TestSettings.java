package io.melolog.worker.remote;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

/** Settings that a test changes one by one. */
final class TestSettings {
    private final URI url;
    private Duration connect = Duration.ofSeconds(30);
    private Duration response = Duration.ofSeconds(30);
    private Duration stall = Duration.ofSeconds(30);
    private Duration total = Duration.ofSeconds(60);
    private Duration longestPause = Duration.ofMillis(20);
    private int attempts = 3;
    private int breakerFailures = 100;
    private long maxBytes = 1_000_000;
    private String token;
    private Set<String> hosts = Set.of();

    TestSettings(URI url) {
        this.url = url;
    }

    TestSettings connect(Duration timeout) {
        connect = timeout;
        return this;
    }

    TestSettings response(Duration timeout) {
        response = timeout;
        return this;
    }

    TestSettings stall(Duration timeout) {
        stall = timeout;
        return this;
    }

    TestSettings total(Duration timeout) {
        total = timeout;
        return this;
    }

    TestSettings longestPause(Duration pause) {
        longestPause = pause;
        return this;
    }

    TestSettings attempts(int count) {
        attempts = count;
        return this;
    }

    TestSettings breakerFailures(int count) {
        breakerFailures = count;
        return this;
    }

    TestSettings maxBytes(long bytes) {
        maxBytes = bytes;
        return this;
    }

    TestSettings token(String value) {
        token = value;
        return this;
    }

    TestSettings hosts(String... values) {
        hosts = Set.of(values);
        return this;
    }

    RemoteSettings build() {
        return new RemoteSettings(
                url,
                connect,
                response,
                total,
                attempts,
                maxBytes,
                token,
                stall,
                Duration.ofMillis(1),
                longestPause,
                breakerFailures,
                Duration.ofMinutes(1),
                hosts);
    }
}
