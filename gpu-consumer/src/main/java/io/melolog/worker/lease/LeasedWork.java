package io.melolog.worker.lease;

import io.melolog.schemas.event.EventFormatException;
import io.melolog.schemas.event.EventHeaders;
import io.melolog.schemas.work.FailureCode;
import io.melolog.schemas.work.WorkCompleted;
import io.melolog.schemas.work.WorkLease;
import io.melolog.schemas.work.WorkReported;
import io.melolog.schemas.work.WorkReported.Returned.Reason;
import io.melolog.schemas.work.WorkRequested;
import io.melolog.worker.failure.ClassifiedFailure;
import io.melolog.worker.failure.WorkRefusedException;
import io.melolog.worker.lease.WorkerMetrics.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that becomes of one leased record, on a thread of its own while the lease is renewed by another: dead letter, refusal, result found or
 * result computed, and in each case a report that the broker has before {@link #settled()} is true.
 */
final class LeasedWork implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LeasedWork.class);

    private final ConsumerRecord<byte[], byte[]> record;
    private final int delivery;
    private final SlotPermits.Turn turn;
    private final WorkerParts parts;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean settled;
    private volatile @Nullable LeaseReports reports;
    private volatile @Nullable Reason stopReason;
    private @Nullable Thread interruptible;

    LeasedWork(Lease lease, SlotPermits.Turn turn, WorkerParts parts) {
        this.record = lease.record();
        this.delivery = lease.delivery();
        this.turn = turn;
        this.parts = parts;
    }

    /** Waits for the end. @return whether it has come */
    boolean await(Duration atMost) throws InterruptedException {
        return done.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Whether the record is dealt with for good, and its lease may be accepted. */
    boolean settled() {
        return settled;
    }

    /** Reports that it goes on, when that is due. */
    void heartbeat() {
        LeaseReports current = reports;
        if (current != null) {
            current.heartbeat();
        }
    }

    /** Interrupts the work; it will be reported as returned. The first reason stands. */
    synchronized void stop(Reason reason) {
        if (stopReason == null) {
            stopReason = reason;
            if (interruptible != null) {
                interruptible.interrupt();
            }
        }
    }

    /** Reports the work as returned although it does not notice that it should end. Its thread is left behind. */
    void abandon() {
        LeaseReports current = reports;
        if (current != null && done.getCount() > 0) {
            settled = current.end(returned(current.lease(), Reason.DRAIN));
        }
    }

    @Override
    public void run() {
        try {
            if (process()) {
                settled = true;
            }
        } catch (Throwable e) {
            // Only a fault of the harness itself gets here; the record comes again.
            LOG.atError().setMessage("leased work not settled").setCause(e).log();
        } finally {
            done.countDown();
        }
    }

    private boolean process() {
        WorkRequested request;
        try {
            request = RequestParser.parse(record);
        } catch (EventFormatException e) {
            return DeadLetters.write(record, delivery, e, parts);
        }
        LeaseReports leaseReports = new LeaseReports(leaseOf(request), traceParent(), parts);
        reports = leaseReports;
        parts.cancelled().leased(request.requestId(), () -> stop(Reason.CANCELLED));
        try {
            End end = work(request, leaseReports);
            boolean reported = leaseReports.end(end.report());
            parts.metrics().ended(request.spec().stage(), reported ? end.outcome() : Outcome.NOT_REPORTED);
            return reported;
        } finally {
            parts.cancelled().ended(request.requestId());
        }
    }

    /** What is said at the end, and how it is counted. */
    private record End(WorkReported report, Outcome outcome) {}

    private End work(WorkRequested request, LeaseReports leaseReports) {
        try {
            allowInterrupts();
            return compute(request, leaseReports);
        } catch (Throwable e) {
            Reason reason = forbidInterrupts();
            return reason == null
                    ? failed(request, leaseReports.lease(), e)
                    : returnedEnd(leaseReports.lease(), reason);
        } finally {
            forbidInterrupts();
        }
    }

    private End compute(WorkRequested request, LeaseReports leaseReports) throws Exception {
        WorkLease lease = leaseReports.lease();
        if (!turn.begin()) {
            return returnedEnd(lease, Reason.DRAIN);
        }
        parts.running().enter(request.workId());
        try {
            Optional<WorkCompleted> found = parts.storage().finished(request.workId());
            if (found.isPresent()) {
                return succeeded(lease, found.get(), Outcome.FOUND_FINISHED);
            }
            if (delivery >= WorkerSettings.LAST_DELIVERY) {
                int lost = parts.storage().starts().unfinished(request.workId(), request.requestId());
                if (lost >= WorkerSettings.LAST_DELIVERY - 1) {
                    return failed(
                            lease,
                            ClassifiedFailure.of(FailureCode.WORKER_LOST, lostDetail(lost)),
                            Outcome.WORKER_LOST);
                }
            }
            return begun(request, leaseReports);
        } finally {
            parts.running().leave(request.workId());
        }
    }

    private End begun(WorkRequested request, LeaseReports leaseReports) throws Exception {
        parts.storage().starts().begin(request.workId(), request.requestId(), delivery);
        try {
            leaseReports.started();
            return succeeded(
                    leaseReports.lease(), execution(request, leaseReports).run(), Outcome.COMPUTED);
        } finally {
            parts.storage().starts().end(request.workId(), request.requestId(), delivery);
        }
    }

    private StageExecution execution(WorkRequested request, LeaseReports leaseReports) throws WorkRefusedException {
        StageRunner runner = parts.runners().get(request.spec().stage());
        if (runner == null || request.spec().stageVersion() != runner.stage().version()) {
            throw new WorkRefusedException(
                    FailureCode.INTERNAL_ERROR,
                    "This worker runs another version of the stage than was planned; another worker may run it.");
        }
        return new StageExecution(request, runner, leaseReports, () -> stopReason != null, parts);
    }

    private synchronized void allowInterrupts() throws InterruptedException {
        if (stopReason != null) {
            throw new InterruptedException("stopped before it began");
        }
        interruptible = Thread.currentThread();
    }

    /** From here on the thread only reports. @return why the work was stopped, if it was */
    private synchronized @Nullable Reason forbidInterrupts() {
        interruptible = null;
        Thread.interrupted();
        return stopReason;
    }

    private End failed(WorkRequested request, WorkLease lease, Throwable thrown) {
        ClassifiedFailure failure = parts.classifier().classify(thrown);
        Outcome outcome =
                switch (failure) {
                    case ClassifiedFailure.Retryable r -> Outcome.FAILED_RETRYABLE;
                    case ClassifiedFailure.Permanent p -> Outcome.FAILED_PERMANENT;
                    case ClassifiedFailure.Unclassified u -> Outcome.FAILED_UNCLASSIFIED;
                };
        (outcome == Outcome.FAILED_UNCLASSIFIED ? LOG.atError().setCause(thrown) : LOG.atInfo())
                .setMessage("work failed")
                .addKeyValue("workId", request.workId())
                .addKeyValue("stage", request.spec().stage().id())
                .addKeyValue("attempt", request.attempt())
                .addKeyValue("code", failure.code().code())
                .log();
        return failed(lease, failure, outcome);
    }

    private End failed(WorkLease lease, ClassifiedFailure failure, Outcome outcome) {
        return new End(
                new WorkReported.Failed(
                        lease, failure.toFailure(), parts.clock().instant()),
                outcome);
    }

    private End succeeded(WorkLease lease, WorkCompleted result, Outcome outcome) {
        return new End(new WorkReported.Succeeded(lease, result, parts.clock().instant()), outcome);
    }

    private End returnedEnd(WorkLease lease, Reason reason) {
        return new End(
                returned(lease, reason),
                reason == Reason.CANCELLED ? Outcome.RETURNED_CANCELLED : Outcome.RETURNED_DRAIN);
    }

    private WorkReported returned(WorkLease lease, Reason reason) {
        return new WorkReported.Returned(lease, reason, parts.clock().instant());
    }

    private WorkLease leaseOf(WorkRequested request) {
        return new WorkLease(
                request.workId(),
                request.requestId(),
                request.spec().stage(),
                request.attempt(),
                delivery,
                parts.settings().worker());
    }

    private Optional<String> traceParent() {
        return EventHeaders.get(record.headers(), EventHeaders.TRACE_PARENT);
    }

    private static String lostDetail(int lost) {
        return "Workers stopped " + lost + " times while they worked on this recording, so it is not tried again.";
    }
}
