package io.melolog.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.schemas.event.Event;
import io.melolog.schemas.job.JobCommand;
import io.melolog.schemas.job.JobEvent;
import io.melolog.schemas.job.JobSubmitted;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.storage.ObjectsRetired;
import io.melolog.schemas.work.FailureCode;
import io.melolog.schemas.work.Lane;
import io.melolog.schemas.work.WorkAnswered;
import io.melolog.schemas.work.WorkAsked;
import io.melolog.schemas.work.WorkCancelled;
import io.melolog.schemas.work.WorkCompleted;
import io.melolog.schemas.work.WorkInput;
import io.melolog.schemas.work.WorkReported;
import io.melolog.schemas.work.WorkRequested;
import io.melolog.topology.ledger.LedgerModel;
import io.melolog.topology.ledger.LedgerSettings;
import io.melolog.topology.planner.PlannerModel;
import io.melolog.topology.testing.Examples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Topics, workers, storage and time, all at the mercy of a random number generator: topics keep order per key only, workers die, repeat
 * themselves and speak out of turn, people cancel and erase. Checks as it goes what must hold at every moment.
 */
final class RandomWorld {
    private static final String BAD_CONTENT = "bad";

    private final Random random;
    private final PlannerModel planner = new PlannerModel();
    private final LedgerModel ledger;
    private final Map<String, JobSubmitted> jobs = new LinkedHashMap<>();
    /** What people will do, in this order, spread over the world's life. */
    private final List<Event> plannedRecords = new ArrayList<>();
    /** One queue per topic and key. */
    private final Map<String, Deque<Event>> queues = new LinkedHashMap<>();
    /** At least once, in any order. */
    private final List<WorkReported> reports = new ArrayList<>();

    private final List<WorkRequested> leasable = new ArrayList<>();
    private final Set<String> cancelledRequests = new HashSet<>();
    private final Set<String> seenRequests = new HashSet<>();
    private final Map<String, String> outstanding = new HashMap<>();
    private final Set<String> stored = new HashSet<>();
    private final Map<String, Integer> published = new HashMap<>();
    private final Map<String, Integer> deletions = new HashMap<>();
    private final Map<String, List<JobEvent>> events = new HashMap<>();
    private final Duration retireAfter;
    private Instant now = Examples.AT;

    RandomWorld(long seed) {
        this.random = new Random(seed);
        this.retireAfter = random.nextBoolean() ? Duration.ofHours(25) : Duration.ofSeconds(5);
        int batch = random.nextBoolean() ? 1 : 200;
        this.ledger = new LedgerModel(new LedgerSettings(
                Duration.ofSeconds(60), 3, Duration.ofSeconds(1), Duration.ofSeconds(60), 3, retireAfter, batch));
    }

    void live() {
        int count = 2 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            JobSubmitted job = randomJob(i);
            jobs.put(job.jobId(), job);
            plannedRecords.add(job);
            if (random.nextInt(5) == 0) {
                plannedRecords.add(job);
            }
            if (random.nextInt(4) == 0) {
                plannedRecords.add(new JobCommand.Cancel(job.jobId(), job.tenant(), now));
            }
            if (random.nextInt(3) > 0) {
                plannedRecords.add(new JobCommand.Erase(job.jobId(), job.tenant(), now));
            }
        }
        Collections.shuffle(plannedRecords, random);
        settle(true);
    }

    void eraseEverything() {
        jobs.values().forEach(job -> queue("command", new JobCommand.Erase(job.jobId(), job.tenant(), now)));
        settle(false);
        for (int i = 0; i < 3; i++) {
            now = now.plus(retireAfter).plusSeconds(1);
            settle(false);
        }
    }

    private JobSubmitted randomJob(int number) {
        String content = random.nextInt(6) == 0 ? BAD_CONTENT : "c" + random.nextInt(2);
        List<Stage> stages = new ArrayList<>(List.of(Stage.values()));
        stages.removeIf(stage -> random.nextInt(3) == 0);
        if (stages.isEmpty()) {
            stages.add(Stage.PITCH);
        }
        Lane lane = random.nextInt(3) == 0 ? Lane.BULK : Lane.INTERACTIVE;
        return Examples.job(number, content, lane, stages.toArray(Stage[]::new));
    }

    /** Until nothing is left to happen. */
    private void settle(boolean chaos) {
        for (int step = 0; step < 100_000; step++) {
            if (!plannedRecords.isEmpty() && random.nextInt(15) == 0) {
                Event record = plannedRecords.removeFirst();
                queue(record instanceof JobCommand ? "command" : "submitted", record);
            }
            boolean reportsLeft = !reports.isEmpty();
            boolean queued = queues.values().stream().anyMatch(queue -> !queue.isEmpty());
            int choice = random.nextInt(10);
            if (queued && choice < 5) {
                deliverOne();
            } else if (reportsLeft && choice < 7) {
                deliverReport(chaos);
            } else if (!leasable.isEmpty() && choice < 9) {
                work(chaos);
            } else if (chaos && random.nextInt(60) == 0) {
                now = now.plus(retireAfter).plusSeconds(1);
                punctuate();
            } else if (plannedRecords.isEmpty() && !queued && !reportsLeft && leasable.isEmpty() && nothingDueSoon()) {
                return;
            } else {
                now = now.plusMillis(random.nextInt(20_000));
                punctuate();
            }
        }
        throw new AssertionError("the world does not come to rest");
    }

    private boolean nothingDueSoon() {
        return ledger.nextDue()
                .map(due -> due.isAfter(now.plus(Duration.ofHours(1))))
                .orElse(true);
    }

    private void punctuate() {
        route(ledger.punctuate(now));
    }

    private void queue(String topic, Event event) {
        queues.computeIfAbsent(topic + "/" + event.eventKey(), key -> new ArrayDeque<>())
                .add(event);
    }

    private void deliverOne() {
        List<Deque<Event>> full =
                queues.values().stream().filter(queue -> !queue.isEmpty()).toList();
        Event event = full.get(random.nextInt(full.size())).removeFirst();
        switch (event) {
            case WorkAsked asked -> {
                route(ledger.on(asked, now));
                forgetOutstanding(asked.workId());
            }
            case ObjectsRetired retired -> delete(retired);
            default -> route(planner.on(event, now));
        }
    }

    private void delete(ObjectsRetired retired) {
        if (retired.kind() == ObjectsRetired.Kind.JOB) {
            return;
        }
        stored.remove(retired.ownerId());
        deletions.merge(retired.ownerId(), 1, Integer::sum);
        queue("asked", new WorkAsked.Deleted(retired.ownerId(), retired.at()));
        if (random.nextInt(4) == 0) {
            queue("asked", new WorkAsked.Deleted(retired.ownerId(), retired.at()));
        }
    }

    private void deliverReport(boolean chaos) {
        int index = random.nextInt(reports.size());
        WorkReported report = chaos && random.nextInt(5) == 0 ? reports.get(index) : reports.remove(index);
        String workId = report.lease().workId();
        boolean ends = report instanceof WorkReported.Failed || report instanceof WorkReported.Returned;
        if (ends) {
            outstanding.remove(workId, report.lease().requestId());
        }
        route(ledger.on(report, now));
        forgetOutstanding(workId);
    }

    /** Finished and forgotten work has nothing outstanding. */
    private void forgetOutstanding(String workId) {
        if (!ledger.remembers(workId)) {
            outstanding.remove(workId);
        }
    }

    private void work(boolean chaos) {
        int index = random.nextInt(leasable.size());
        WorkRequested request = leasable.get(index);
        if (cancelledRequests.contains(request.requestId()) && random.nextBoolean()) {
            leasable.remove(index);
            report(
                    request,
                    new WorkReported.Returned(Examples.lease(request), WorkReported.Returned.Reason.CANCELLED, now));
            return;
        }
        if (!chaos || random.nextInt(4) > 0) {
            report(request, Examples.started(request, now));
        }
        int fate = chaos ? random.nextInt(12) : 6;
        if (fate == 0) {
            return; // dies; the lease comes back
        }
        leasable.remove(index);
        if (fate == 1) {
            report(request, Examples.started(request, now)); // lost with its worker; only the deadline tells
        } else if (fate == 2) {
            report(
                    request,
                    new WorkReported.Failed(Examples.lease(request), FailureCode.OUT_OF_MEMORY.because("full"), now));
        } else if (fate == 3) {
            report(
                    request,
                    new WorkReported.Returned(Examples.lease(request), WorkReported.Returned.Reason.DRAIN, now));
        } else if (request.spec().inputs().contains(new WorkInput.Upload(BAD_CONTENT))) {
            report(
                    request,
                    new WorkReported.Failed(
                            Examples.lease(request), FailureCode.UNDECODABLE_AUDIO.because("bad"), now));
        } else {
            stored.add(request.workId());
            report(request, new WorkReported.Progress(Examples.lease(request), 0.5, now));
            report(request, Examples.succeeded(request, now));
        }
    }

    private void report(WorkRequested request, WorkReported report) {
        assertThat(request.requestId()).isEqualTo(report.lease().requestId());
        reports.add(report);
    }

    private void route(List<Event> out) {
        for (Event event : out) {
            switch (event) {
                case WorkAsked asked -> queue("asked", asked);
                case WorkAnswered answered -> {
                    checkAnswer(answered);
                    queue("answered", answered);
                }
                case WorkRequested request -> requested(request);
                case WorkCancelled cancelled -> {
                    cancelledRequests.add(cancelled.requestId());
                    outstanding.remove(cancelled.workId(), cancelled.requestId());
                }
                case WorkCompleted completed -> {
                    outstanding.remove(completed.workId());
                    int times = published.merge(completed.workId(), 1, Integer::sum);
                    assertThat(times)
                            .as("published once, and once more only after a deletion")
                            .isLessThanOrEqualTo(1 + deletions.getOrDefault(completed.workId(), 0));
                }
                case ObjectsRetired retired -> queue("retired", retired);
                case JobEvent told -> tell(told);
                default -> throw new IllegalStateException(event.toString());
            }
        }
    }

    private void requested(WorkRequested request) {
        assertThat(seenRequests.add(request.requestId()))
                .as("a request id is used once")
                .isTrue();
        assertThat(outstanding.put(request.workId(), request.requestId()))
                .as("nothing is requested while a request is outstanding")
                .isNull();
        leasable.add(request);
    }

    private void checkAnswer(WorkAnswered answered) {
        if (answered instanceof WorkAnswered.Succeeded succeeded) {
            assertThat(stored).as("objects that an answer names are there").contains(succeeded.workId());
        }
    }

    private void tell(JobEvent event) {
        List<JobEvent> history = events.computeIfAbsent(event.jobId(), key -> new ArrayList<>());
        assertThat(event.sequence()).as("no gap").isEqualTo(history.size() + 1L);
        if (!history.isEmpty()) {
            JobEvent last = history.getLast();
            assertThat(last).as("nothing follows an erasure").isNotInstanceOf(JobEvent.Erased.class);
            if (last instanceof JobEvent.Completed || last instanceof JobEvent.Failed) {
                assertThat(event).as("only an erasure follows the end").isInstanceOf(JobEvent.Erased.class);
            }
        }
        history.add(event);
    }

    void assertEveryJobEndedOnce() {
        for (JobSubmitted job : jobs.values()) {
            List<JobEvent> history = events.getOrDefault(job.jobId(), List.of());
            assertThat(history).as(job.jobId()).isNotEmpty();
            assertThat(history.getFirst()).isInstanceOf(JobEvent.Planned.class);
            assertThat(history.getLast())
                    .isInstanceOfAny(JobEvent.Completed.class, JobEvent.Failed.class, JobEvent.Erased.class);
            if (history.getLast() instanceof JobEvent.Completed) {
                history.stream()
                        .filter(JobEvent.StageFinished.class::isInstance)
                        .map(JobEvent.StageFinished.class::cast)
                        .forEach(stage ->
                                assertThat(stored).as("held results stay").contains(stage.workId()));
            }
        }
    }

    void assertNobodyWaits() {
        assertThat(ledger.waitersLeft()).isZero();
        assertThat(ledger.unfinished()).isZero();
    }

    void assertNothingIsRemembered() {
        assertNobodyWaits();
        assertThat(ledger.holdsLeft()).isZero();
        assertThat(ledger.entries()).isZero();
        jobs.keySet().forEach(jobId -> assertThat(events.get(jobId).getLast()).isInstanceOf(JobEvent.Erased.class));
    }
}
