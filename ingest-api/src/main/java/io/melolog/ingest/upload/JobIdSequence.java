package io.melolog.ingest.upload;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * UUIDv7 (RFC 9562 5.7), each greater than the one before within this process: the 12 bits after the milliseconds count on where several fall
 * into one (method 1), into the next one when they overflow. Thread-safe.
 */
final class JobIdSequence {
    private static final int COUNTER_BITS = 12;
    private static final long COUNTER_MASK = (1L << COUNTER_BITS) - 1;
    private static final long VERSION_7 = 7L << COUNTER_BITS;
    private static final long VARIANT = 1L << 63;
    private static final long RANDOM_MASK = (1L << 62) - 1;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong last = new AtomicLong();

    JobIdSequence(Clock clock) {
        this.clock = clock;
    }

    String next() {
        long now = clock.millis() << COUNTER_BITS;
        long tick = last.accumulateAndGet(now, (before, current) -> Math.max(before + 1, current));
        long high = tick >>> COUNTER_BITS << 16 | VERSION_7 | tick & COUNTER_MASK;
        return new UUID(high, VARIANT | random.nextLong() & RANDOM_MASK).toString();
    }
}
