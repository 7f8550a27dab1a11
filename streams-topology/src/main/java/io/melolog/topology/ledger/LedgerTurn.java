package io.melolog.topology.ledger;

import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.storage.ObjectKeys;
import io.melolog.schemas.storage.ObjectsRetired;
import io.melolog.schemas.work.Failure;
import io.melolog.schemas.work.FailureCode;
import io.melolog.schemas.work.WorkAnswered;
import io.melolog.schemas.work.WorkCancelled;
import io.melolog.schemas.work.WorkRequested;
import io.melolog.topology.metric.TopologyMetric;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One decision in the making: the moves that several decisions share. Confined to the decision that made it. */
final class LedgerTurn {
    private final WorkView view;
    private final LedgerSettings settings;
    private final Instant now;
    private final List<LedgerEffect> effects = new ArrayList<>();

    LedgerTurn(WorkView view, LedgerSettings settings, Instant now) {
        this.view = view;
        this.settings = settings;
        this.now = now;
    }

    WorkView view() {
        return view;
    }

    Instant now() {
        return now;
    }

    void add(LedgerEffect effect) {
        effects.add(effect);
    }

    void count(TopologyMetric metric) {
        add(new LedgerEffect.Count(metric));
    }

    LedgerDecision to(@Nullable WorkEntry entry) {
        return new LedgerDecision(entry, effects);
    }

    /** Nothing changes. */
    LedgerDecision unchanged() {
        return to(view.entry());
    }

    LedgerDecision dropped() {
        count(TopologyMetric.REPORTS_DROPPED);
        return unchanged();
    }

    void answer(WorkAnswered answered) {
        add(new LedgerEffect.Answer(answered));
    }

    void schedule(DueItem.Kind kind, Instant at, @Nullable Waiter after) {
        add(new LedgerEffect.Schedule(new DueItem(view.workId(), kind, at, after)));
    }

    /** Work that nobody has asked for yet, or that has been forgotten. */
    WorkEntry.Open openAfresh(AskedWork asked, String jobId) {
        Request request = Request.first(view.workId(), jobId, now);
        return send(new WorkEntry.Open(asked, request, WorkEntry.Open.Phase.REQUESTED, null));
    }

    WorkEntry.Open request(WorkEntry.Open open, Request next) {
        return send(open.requestedAs(next));
    }

    private WorkEntry.Open send(WorkEntry.Open open) {
        AskedWork asked = open.asked();
        add(new LedgerEffect.SendRequest(new WorkRequested(
                view.workId(),
                open.request().id(),
                open.request().attempt(),
                asked.tenant(),
                asked.spec(),
                asked.inputs(),
                asked.lane(),
                now)));
        count(TopologyMetric.WORK_REQUESTED);
        return open;
    }

    void cancel(WorkEntry.Open open) {
        if (open.outstanding()) {
            add(new LedgerEffect.SendCancel(new WorkCancelled(
                    view.workId(), open.request().id(), open.asked().spec().stage(), now)));
            count(TopologyMetric.WORK_CANCELLED);
        }
    }

    /** The newest request came to nothing. */
    LedgerDecision attemptFailed(WorkEntry.Open open, Failure failure) {
        Request failed = open.request();
        if (failure.retryable() && failed.attempt() < settings.maxAttempts()) {
            Instant at = now.plus(Backoff.after(failed, settings));
            schedule(DueItem.Kind.RETRY, at, null);
            count(TopologyMetric.WORK_RETRIED);
            return to(open.retryAt(at));
        }
        count(TopologyMetric.WORK_FAILED);
        return releaseFailed(new WorkEntry.Failing(open.asked().spec().stage(), failure));
    }

    /** A worker gave the newest request back undone. */
    LedgerDecision returned(WorkEntry.Open open) {
        count(TopologyMetric.WORK_RETURNED);
        if (open.request().returns() >= settings.maxReturns()) {
            return attemptFailed(
                    open, FailureCode.INTERNAL_ERROR.because("Workers gave the work back again and again."));
        }
        return to(request(open, open.request().afterReturn()));
    }

    Instant deadline() {
        return now.plus(settings.workDeadline());
    }

    /** Tells a batch of waiters that the work has begun. */
    void announce(WorkEntry.Open open, @Nullable Waiter after) {
        List<Waiter> batch = batch(after, DueItem.Kind.ANNOUNCE);
        Stage stage = open.asked().spec().stage();
        int attempt = open.request().attempt();
        for (Waiter waiter : batch) {
            answer(new WorkAnswered.Started(view.workId(), waiter.jobId(), waiter.runId(), stage, attempt, now));
        }
    }

    /** Turns a batch of waiters into holders and tells them. */
    LedgerDecision releaseFinished(WorkEntry.Finished finished) {
        for (Waiter waiter : batch(null, DueItem.Kind.RELEASE)) {
            hand(finished, waiter, false);
        }
        return to(finished);
    }

    void hand(WorkEntry.Finished finished, Waiter waiter, boolean reused) {
        add(new LedgerEffect.RemoveWaiter(waiter));
        add(new LedgerEffect.PutHold(new Hold(waiter.jobId(), waiter.tenant(), false)));
        answer(new WorkAnswered.Succeeded(
                view.workId(), waiter.jobId(), waiter.runId(), finished.result(), reused, now));
    }

    LedgerDecision releaseFailed(WorkEntry.Failing failing) {
        List<Waiter> all = view.waiters(null, settings.releaseBatch() + 1);
        for (Waiter waiter : batch(null, DueItem.Kind.RELEASE)) {
            add(new LedgerEffect.RemoveWaiter(waiter));
            answer(new WorkAnswered.Failed(
                    view.workId(), waiter.jobId(), waiter.runId(), failing.stage(), failing.failure(), now));
        }
        return to(all.size() > settings.releaseBatch() ? failing : null);
    }

    /** The next waiters; more are seen to at the next punctuation. */
    List<Waiter> batch(@Nullable Waiter after, DueItem.Kind rest) {
        int limit = settings.releaseBatch();
        List<Waiter> waiters = view.waiters(after, limit + 1);
        if (waiters.size() <= limit) {
            return waiters;
        }
        List<Waiter> batch = waiters.subList(0, limit);
        schedule(rest, now, rest == DueItem.Kind.ANNOUNCE ? batch.getLast() : null);
        return batch;
    }

    Instant retireLater() {
        Instant at = now.plus(settings.retireAfter());
        schedule(DueItem.Kind.RETIRE, at, null);
        return at;
    }

    WorkEntry.Deleting deleteWork() {
        retire(ObjectsRetired.Kind.WORK, ObjectKeys.workPrefix(view.workId()));
        return new WorkEntry.Deleting(now, null);
    }

    WorkEntry.DeletingOriginal deleteOriginal(String objectKey) {
        retire(ObjectsRetired.Kind.ORIGINAL, objectKey);
        return new WorkEntry.DeletingOriginal(objectKey, now);
    }

    private void retire(ObjectsRetired.Kind kind, String objects) {
        add(new LedgerEffect.Retire(new ObjectsRetired(view.workId(), kind, objects, now)));
        count(TopologyMetric.OBJECTS_RETIRED);
    }
}
