package io.melolog.notifier.jobstatus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What the notifier counts. Every event read is counted once under one outcome: read = applied + advanced + ignored + dead-lettered. Counts are of
 * this process and may count an event twice when a transaction is repeated.
 *
 * <table>
 * <caption>Metrics</caption>
 * <tr><td>{@code notifier.events}</td><td>counter, events; tag {@code outcome}</td></tr>
 * <tr><td>{@code notifier.dead.letters}</td><td>counter, records; tag {@code code}</td></tr>
 * </table>
 */
public final class NotifierMetrics {
    private final MeterRegistry registry;
    private final Counter applied;
    private final Counter advanced;
    private final Counter ignored;
    private final Counter deadLettered;

    public NotifierMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.applied = events("applied");
        this.advanced = events("advanced");
        this.ignored = events("ignored");
        this.deadLettered = events("dead-lettered");
    }

    void count(Outcome outcome) {
        switch (outcome) {
            case Outcome.Changed ignoredValue -> applied.increment();
            case Outcome.Advanced ignoredValue -> advanced.increment();
            case Outcome.Ignored ignoredValue -> ignored.increment();
            case Outcome.Impossible impossible -> countDeadLetter(impossible.code());
        }
    }

    void countDeadLetter(String code) {
        deadLettered.increment();
        registry.counter("notifier.dead.letters", "code", code).increment();
    }

    private Counter events(String outcome) {
        return Counter.builder("notifier.events")
                .description("job events read, by what they did")
                .baseUnit("events")
                .tag("outcome", outcome)
                .register(registry);
    }
}
