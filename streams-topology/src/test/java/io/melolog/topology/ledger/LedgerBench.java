package io.melolog.topology.ledger;

import io.melolog.schemas.event.Event;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.work.Failure;
import io.melolog.schemas.work.InputObject;
import io.melolog.schemas.work.Lane;
import io.melolog.schemas.work.WorkAsked;
import io.melolog.schemas.work.WorkInput;
import io.melolog.schemas.work.WorkReported;
import io.melolog.schemas.work.WorkRequested;
import io.melolog.schemas.work.WorkSpec;
import io.melolog.topology.testing.Examples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The ledger with a clock that tests move, and what it says. */
abstract class LedgerBench {
    static final WorkSpec SPEC = new WorkSpec(
            Stage.PITCH,
            1,
            Stage.PITCH.defaultModel(),
            List.of(new WorkInput.Upload("c0")),
            Stage.PITCH.defaultParameters(),
            "default");
    static final String WORK = SPEC.workId();
    static final String ORIGINAL = WorkSpec.originalId("default", "c0");

    final LedgerModel ledger = new LedgerModel(LedgerSettings.DEFAULT);
    final List<Event> out = new ArrayList<>();
    Instant now = Examples.AT;

    void want(int job) {
        want(job, Lane.INTERACTIVE);
    }

    void want(int job, Lane lane) {
        InputObject source = new InputObject("source", "originals/default/c0", "audio/mpeg");
        ask(new WorkAsked.Wanted(WORK, Examples.jobId(job), 0, "t1", SPEC, List.of(source), lane, now));
    }

    void hold(int job, String tenant) {
        ask(new WorkAsked.OriginalHeld(ORIGINAL, Examples.jobId(job), 0, tenant, "originals/default/c0", now));
    }

    void finish(int job) {
        want(job);
        report(Examples.succeeded(requests().getLast(), now));
    }

    void ask(WorkAsked asked) {
        out.addAll(ledger.on(asked, now));
    }

    void report(WorkReported report) {
        out.addAll(ledger.on(report, now));
    }

    void punctuate() {
        out.addAll(ledger.punctuate(now));
    }

    void pass(Duration time) {
        now = now.plus(time);
        punctuate();
    }

    List<WorkRequested> requests() {
        return of(WorkRequested.class);
    }

    <T> List<T> of(Class<T> type) {
        return out.stream().filter(type::isInstance).map(type::cast).toList();
    }

    WorkReported failed(WorkRequested request, Failure failure) {
        return new WorkReported.Failed(Examples.lease(request), failure, now);
    }

    WorkReported returned(WorkRequested request) {
        return new WorkReported.Returned(Examples.lease(request), WorkReported.Returned.Reason.DRAIN, now);
    }
}
