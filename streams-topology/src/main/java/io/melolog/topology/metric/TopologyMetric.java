package io.melolog.topology.metric;

/** Every counter of the module. Names are public API. Counted where a decision is applied, so an aborted transaction may count twice. */
public enum TopologyMetric {
    JOBS_PLANNED("audio.topology.jobs.planned", "jobs", "plans made"),
    JOBS_COMPLETED("audio.topology.jobs.completed", "jobs", "jobs that ended well"),
    JOBS_FAILED("audio.topology.jobs.failed", "jobs", "jobs that failed, cancelled ones among them"),
    JOBS_ERASED("audio.topology.jobs.erased", "jobs", "jobs erased"),
    SUBMISSIONS_REPEATED(
            "audio.topology.submissions.repeated", "records", "submissions of a job that was known, dropped"),
    COMMANDS_IGNORED("audio.topology.commands.ignored", "records", "commands of another tenant, ignored"),
    ANSWERS_IGNORED("audio.topology.answers.ignored", "records", "answers that a job no longer waits for"),
    WORK_REQUESTED("audio.topology.work.requested", "requests", "requests to workers, repeats among them"),
    WORK_JOINED("audio.topology.work.joined", "jobs", "jobs that joined work in flight"),
    WORK_REUSED("audio.topology.work.reused", "jobs", "jobs answered from finished work"),
    WORK_COMPLETED("audio.topology.work.completed", "results", "results published"),
    WORK_FAILED("audio.topology.work.failed", "failures", "work that failed for good"),
    WORK_RETRIED("audio.topology.work.retried", "retries", "failures that were followed by another attempt"),
    WORK_RETURNED("audio.topology.work.returned", "requests", "requests that workers gave back undone"),
    WORK_CANCELLED("audio.topology.work.cancelled", "requests", "requests that nobody waits for any more"),
    DEADLINES_PASSED("audio.topology.deadlines.passed", "requests", "requests whose worker fell silent"),
    REPORTS_DROPPED("audio.topology.reports.dropped", "records", "reports that are late, older or of unknown work"),
    OBJECTS_RETIRED("audio.topology.objects.retired", "owners", "works and originals that nobody held any more"),
    DELETIONS("audio.topology.deletions", "owners", "owners whose objects were deleted"),
    DELETIONS_RETRIED("audio.topology.deletions.retried", "attempts", "deletions that the storage did not carry out"),
    DEAD_LETTERS("audio.topology.dead.letters", "records", "records that could not be processed");

    private final String meterName;
    private final String unit;
    private final String description;

    TopologyMetric(String meterName, String unit, String description) {
        this.meterName = meterName;
        this.unit = unit;
        this.description = description;
    }

    public String meterName() {
        return meterName;
    }

    public String unit() {
        return unit;
    }

    public String description() {
        return description;
    }
}
