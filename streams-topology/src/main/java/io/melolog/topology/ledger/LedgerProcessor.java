package io.melolog.topology.ledger;

import io.melolog.schemas.deadletter.DeadLetter;
import io.melolog.schemas.event.Event;
import io.melolog.schemas.event.EventHeaders;
import io.melolog.schemas.work.WorkAsked;
import io.melolog.schemas.work.WorkReported;
import io.melolog.topology.deadletter.UnprocessableRecordException;
import io.melolog.topology.metric.TopologyMeters;
import io.melolog.topology.metric.TopologyMetric;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads records, asks the pure decisions, carries their effects out. The time is the task's own, which is also the punctuations'. */
final class LedgerProcessor implements Processor<String, Event, String, Event> {
    private static final Logger log = LoggerFactory.getLogger(LedgerProcessor.class);
    /** Due items seen to in one go, so that records are not kept waiting. */
    private static final int DUE_BATCH = 100;

    private final LedgerSettings settings;
    private final TopologyMeters meters;
    private @Nullable Task task;

    LedgerProcessor(LedgerSettings settings, TopologyMeters meters) {
        this.settings = settings;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<String, Event> context) {
        Task started = new Task(context);
        task = started;
        started.timer.next(started.ledger.nextDue());
    }

    @Override
    public void process(Record<String, Event> record) {
        Task current = task;
        if (current == null) {
            throw new IllegalStateException("not initialised");
        }
        current.process(record);
    }

    /** What exists between init and close. */
    private final class Task {
        private final ProcessorContext<String, Event> context;
        private final StoredLedger ledger;
        private final DueTimer timer;
        private final Instant listeningSince;

        Task(ProcessorContext<String, Event> context) {
            this.context = context;
            this.listeningSince = Instant.ofEpochMilli(context.currentSystemTimeMs());
            this.ledger = new StoredLedger(
                    context.getStateStore(LedgerNodes.WORK_STORE),
                    context.getStateStore(LedgerNodes.WAITER_STORE),
                    context.getStateStore(LedgerNodes.HOLD_STORE),
                    context.getStateStore(LedgerNodes.DUE_STORE));
            this.timer = new DueTimer(context, ignored -> punctuate());
        }

        private Instant now() {
            return Instant.ofEpochMilli(context.currentSystemTimeMs());
        }

        void process(Record<String, Event> record) {
            Event event = record.value();
            if (event == null || !event.eventKey().equals(record.key())) {
                throw new UnprocessableRecordException("a record's key is the id of the work that it is about");
            }
            WorkView view = ledger.view(event.eventKey());
            String trace = EventHeaders.get(record.headers(), EventHeaders.TRACE_PARENT)
                    .orElse(null);
            apply(view.workId(), decide(view, event, trace), trace);
        }

        private LedgerDecision decide(WorkView view, Event event, @Nullable String trace) {
            try {
                return switch (event) {
                    case WorkAsked asked -> AskDecisions.onAsked(view, asked, trace, settings, now());
                    case WorkReported report -> ReportDecisions.onReported(view, report, settings, now());
                    default -> throw new UnprocessableRecordException("neither an ask nor a report");
                };
            } catch (UnprocessableRecordException e) {
                throw e;
            } catch (RuntimeException e) {
                throw new UnprocessableRecordException("no decision can be made", e);
            }
        }

        private void punctuate() {
            for (DueItem item : ledger.due(now(), DUE_BATCH)) {
                ledger.remove(item);
                WorkView view = ledger.view(item.workId());
                WorkEntry entry = view.entry();
                LedgerDecision decision = decideDue(view, item);
                if (decision != null) {
                    apply(item.workId(), decision, entry == null ? null : entry.traceContext());
                }
            }
            timer.next(ledger.nextDue());
        }

        private @Nullable LedgerDecision decideDue(WorkView view, DueItem item) {
            try {
                return DueDecisions.onDue(view, item, settings, listeningSince, now());
            } catch (RuntimeException e) {
                giveUp(item, e);
                return null;
            }
        }

        /** A due item has no source record; its place in the changelog is named instead, without an offset. */
        private void giveUp(DueItem item, RuntimeException e) {
            meters.count(TopologyMetric.DEAD_LETTERS);
            log.atError()
                    .setCause(e)
                    .addKeyValue("workId", item.workId())
                    .addKeyValue("kind", item.kind())
                    .log("a due item could not be processed");
            DeadLetter letter = new DeadLetter(
                    LedgerNodes.DUE_STORE,
                    context.taskId().partition(),
                    -1,
                    item.workId(),
                    "streams-topology",
                    "unprocessable_record",
                    e.getClass().getName(),
                    1,
                    now());
            forward(letter, null, LedgerNodes.DEAD_LETTER_SINK);
        }

        private void apply(String workId, LedgerDecision decision, @Nullable String trace) {
            ledger.put(workId, decision.entry());
            for (LedgerEffect effect : decision.effects()) {
                apply(workId, effect, trace);
            }
        }

        private void apply(String workId, LedgerEffect effect, @Nullable String trace) {
            switch (effect) {
                case LedgerEffect.PutWaiter(Waiter waiter) -> ledger.put(workId, waiter);
                case LedgerEffect.RemoveWaiter(Waiter waiter) -> ledger.remove(workId, waiter);
                case LedgerEffect.PutHold(Hold hold) -> ledger.put(workId, hold);
                case LedgerEffect.RemoveHold(String jobId) -> ledger.removeHold(workId, jobId);
                case LedgerEffect.Schedule(DueItem item) -> {
                    ledger.schedule(item);
                    timer.wakeAt(item.at());
                }
                case LedgerEffect.SendRequest(var request) ->
                    forward(
                            request,
                            trace,
                            LedgerNodes.requestedSink(request.spec().stage(), request.lane()));
                case LedgerEffect.SendCancel(var cancelled) -> forward(cancelled, trace, LedgerNodes.CANCELLED_SINK);
                case LedgerEffect.Answer(var answered) -> forward(answered, trace, LedgerNodes.ANSWERED_SINK);
                case LedgerEffect.Publish(var completed) ->
                    forward(
                            completed,
                            trace,
                            LedgerNodes.completedSink(completed.spec().stage()));
                case LedgerEffect.Retire(var retired) -> forward(retired, trace, LedgerNodes.RETIRED_SINK);
                case LedgerEffect.Count(var metric) -> meters.count(metric);
            }
        }

        private void forward(Event event, @Nullable String trace, String sink) {
            Headers headers = new RecordHeaders();
            if (trace != null) {
                EventHeaders.set(headers, EventHeaders.TRACE_PARENT, trace);
            }
            context.forward(new Record<>(event.eventKey(), event, context.currentSystemTimeMs(), headers), sink);
        }
    }
}
