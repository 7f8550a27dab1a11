package io.melolog.topology.ledger;

import io.melolog.schemas.event.Event;
import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.work.WorkAsked;
import io.melolog.schemas.work.WorkReported;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The ledger's decisions over sorted maps in memory; everything stored makes the trip through JSON, as in the real stores. */
public final class LedgerModel {
    private final LedgerSettings settings;
    private Instant listeningSince = Instant.EPOCH;
    private final NavigableMap<String, byte[]> works = new TreeMap<>();
    private final NavigableMap<String, byte[]> waiters = new TreeMap<>();
    private final NavigableMap<String, byte[]> holds = new TreeMap<>();
    private final NavigableMap<String, byte[]> dues = new TreeMap<>();

    public LedgerModel(LedgerSettings settings) {
        this.settings = settings;
    }

    public List<Event> on(WorkAsked asked, Instant now) {
        return apply(asked.workId(), AskDecisions.onAsked(view(asked.workId()), asked, null, settings, now));
    }

    public List<Event> on(WorkReported report, Instant now) {
        String workId = report.lease().workId();
        return apply(workId, ReportDecisions.onReported(view(workId), report, settings, now));
    }

    /** As after a time in which nobody read the reports. */
    public void restarted(Instant now) {
        listeningSince = now;
    }

    /** Sees to what is due, a bounded number of items. */
    public List<Event> punctuate(Instant now) {
        List<Event> out = new ArrayList<>();
        for (byte[] json : List.copyOf(dues.values())) {
            DueItem item = EventJson.read(json, DueItem.class);
            if (!item.at().isAfter(now)) {
                dues.remove(StoredLedger.dueKey(item));
                out.addAll(apply(
                        item.workId(), DueDecisions.onDue(view(item.workId()), item, settings, listeningSince, now)));
            }
        }
        return out;
    }

    public Optional<Instant> nextDue() {
        return dues.values().stream().findFirst().map(json -> EventJson.read(json, DueItem.class)
                .at());
    }

    public boolean remembers(String workId) {
        return works.containsKey(workId);
    }

    public int entries() {
        return works.size();
    }

    public int waitersLeft() {
        return waiters.size();
    }

    public int holdsLeft() {
        return holds.size();
    }

    public long unfinished() {
        return works.values().stream()
                .map(json -> EventJson.read(json, WorkEntry.class))
                .filter(entry -> entry instanceof WorkEntry.Open || entry instanceof WorkEntry.Failing)
                .count();
    }

    @Nullable
    WorkEntry entry(String workId) {
        byte[] json = works.get(workId);
        return json == null ? null : EventJson.read(json, WorkEntry.class);
    }

    private List<Event> apply(String workId, LedgerDecision decision) {
        if (decision.entry() == null) {
            works.remove(workId);
        } else {
            works.put(workId, EventJson.write(decision.entry()));
        }
        List<Event> out = new ArrayList<>();
        decision.effects().forEach(effect -> apply(workId, effect, out));
        return out;
    }

    private void apply(String workId, LedgerEffect effect, List<Event> out) {
        switch (effect) {
            case LedgerEffect.PutWaiter(Waiter waiter) -> waiters.put(key(workId, waiter), EventJson.write(waiter));
            case LedgerEffect.RemoveWaiter(Waiter waiter) -> waiters.remove(key(workId, waiter));
            case LedgerEffect.PutHold(Hold hold) -> holds.put(workId + "|" + hold.jobId(), EventJson.write(hold));
            case LedgerEffect.RemoveHold(String jobId) -> holds.remove(workId + "|" + jobId);
            case LedgerEffect.Schedule(DueItem item) -> dues.put(StoredLedger.dueKey(item), EventJson.write(item));
            case LedgerEffect.SendRequest(var request) -> out.add(request);
            case LedgerEffect.SendCancel(var cancelled) -> out.add(cancelled);
            case LedgerEffect.Answer(var answered) -> out.add(answered);
            case LedgerEffect.Publish(var completed) -> out.add(completed);
            case LedgerEffect.Retire(var retired) -> out.add(retired);
            case LedgerEffect.Count ignored -> {}
        }
    }

    private static String key(String workId, Waiter waiter) {
        return workId + "|" + waiter.jobId() + "|" + waiter.runId();
    }

    private WorkView view(String workId) {
        return new View(workId);
    }

    private static <T> List<T> under(Map<String, byte[]> map, String prefix, Class<T> type) {
        return map.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .map(entry -> EventJson.read(entry.getValue(), type))
                .toList();
    }

    private final class View implements WorkView {
        private final String workId;

        View(String workId) {
            this.workId = workId;
        }

        @Override
        public String workId() {
            return workId;
        }

        @Override
        public @Nullable WorkEntry entry() {
            return LedgerModel.this.entry(workId);
        }

        @Override
        public @Nullable Waiter waiter(String jobId, int runId) {
            return waitersOf(jobId).stream()
                    .filter(waiter -> waiter.runId() == runId)
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public List<Waiter> waiters(@Nullable Waiter after, int limit) {
            return under(waiters, workId + "|", Waiter.class).stream()
                    .filter(waiter -> after == null || key(workId, waiter).compareTo(key(workId, after)) > 0)
                    .limit(limit)
                    .toList();
        }

        @Override
        public List<Waiter> waitersOf(String jobId) {
            return under(waiters, workId + "|" + jobId + "|", Waiter.class);
        }

        @Override
        public @Nullable Hold hold(String jobId) {
            byte[] json = holds.get(workId + "|" + jobId);
            return json == null ? null : EventJson.read(json, Hold.class);
        }

        @Override
        public List<Hold> holds(int limit) {
            return under(holds, workId + "|", Hold.class).stream().limit(limit).toList();
        }

        @Override
        public Optional<String> earliestHolder(String tenant, String beforeJobId) {
            return under(holds, workId + "|", Hold.class).stream()
                    .filter(hold -> !hold.failed()
                            && hold.tenant().equals(tenant)
                            && hold.jobId().compareTo(beforeJobId) < 0)
                    .map(Hold::jobId)
                    .findFirst();
        }
    }
}
