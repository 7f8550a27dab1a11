package io.melolog.schemas.topic;

import io.melolog.schemas.access.ApiKey;
import io.melolog.schemas.deadletter.DeadLetter;
import io.melolog.schemas.event.Event;
import io.melolog.schemas.job.JobCommand;
import io.melolog.schemas.job.JobEvent;
import io.melolog.schemas.job.JobStatus;
import io.melolog.schemas.job.JobSubmitted;
import io.melolog.schemas.model.ModelActivated;
import io.melolog.schemas.model.ModelRegistration;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.storage.ObjectsRetired;
import io.melolog.schemas.topic.Topic.Key;
import io.melolog.schemas.work.Lane;
import io.melolog.schemas.work.WorkAnswered;
import io.melolog.schemas.work.WorkAsked;
import io.melolog.schemas.work.WorkCancelled;
import io.melolog.schemas.work.WorkCompleted;
import io.melolog.schemas.work.WorkReported;
import io.melolog.schemas.work.WorkRequested;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The catalogue of topics. Immutable. Topics that share a key also share their number of partitions. */
public final class Topics {
    private static final Retention FOREVER = new Retention.Forever();
    private static final Retention COMPACTED = new Retention.Compacted();
    /**
     * Records that somebody still has to act on. Longer than any outage: what expires unread would leave a job waiting for ever, also in the data
     * folder of a laptop that was shut for a holiday.
     */
    private static final Retention WORKING = new Retention.For(Duration.ofDays(90));

    public static final Topic<JobSubmitted> JOB_SUBMITTED =
            job("submitted", JobSubmitted.class, FOREVER, "jobs as accepted: the history that replays read");
    public static final Topic<JobCommand> JOB_COMMAND = job("command", JobCommand.class, WORKING, "cancel, erase");
    public static final Topic<JobEvent> JOB_EVENT =
            job("event", JobEvent.class, FOREVER, "what happens to jobs, with a sequence per job");
    public static final Topic<JobStatus> JOB_STATUS =
            job("status", JobStatus.class, COMPACTED, "the newest state of every job");

    public static final Topic<WorkAsked> WORK_ASKED =
            work("asked", WorkAsked.class, WORKING, "the planner asks the ledger");
    public static final Topic<WorkAnswered> WORK_ANSWERED = new Topic<>(
            "audio.work.answered.v1", Key.JOB_ID, WorkAnswered.class, WORKING, "the ledger answers each waiting job");
    public static final Topic<WorkReported> WORK_REPORTED =
            work("reported", WorkReported.class, WORKING, "what workers say, at least once");
    public static final Topic<WorkCancelled> WORK_CANCELLED =
            work("cancelled", WorkCancelled.class, WORKING, "nobody waits for it any more");
    public static final Topic<ObjectsRetired> OBJECTS_RETIRED = new Topic<>(
            "audio.objects.retired.v1",
            Key.OWNER_ID,
            ObjectsRetired.class,
            WORKING,
            "nobody holds them any more: these objects are to be deleted");

    public static final Topic<ModelRegistration> MODEL_REGISTERED = new Topic<>(
            "audio.model.registered.v1",
            Key.MODEL,
            ModelRegistration.class,
            COMPACTED,
            "the models that jobs may ask for beside the built-in ones");
    public static final Topic<ModelActivated> MODEL_ACTIVATED = new Topic<>(
            "audio.model.activated.v1",
            Key.STAGE,
            ModelActivated.class,
            COMPACTED,
            "which model a stage uses when a job names none");

    public static final Topic<ApiKey> KEY_REGISTERED = new Topic<>(
            "audio.key.registered.v1",
            Key.KEY_ID,
            ApiKey.class,
            COMPACTED,
            "keys of the HTTP API: who may call, and what; hashes only");

    public static final Topic<DeadLetter> DEAD_LETTER = new Topic<>(
            "audio.dead-letter.v1", Key.AS_SOURCE, DeadLetter.class, WORKING, "records that cannot be processed");

    private Topics() {}

    /** Work for the workers of a stage. */
    public static Topic<WorkRequested> requested(Stage stage, Lane lane) {
        String name = "audio." + stage.id() + ".requested" + (lane == Lane.BULK ? ".bulk" : "") + ".v1";
        return new Topic<>(name, Key.WORK_ID, WorkRequested.class, WORKING, "work for the workers of " + stage.id());
    }

    /**
     * Whether workers take records of the topic one by one, as a share group. A queue has one partition: a share group gives each partition to one
     * member while there are fewer members than partitions, and a member that works for minutes would hold up the rest of its partitions.
     */
    public static boolean isQueue(Topic<?> topic) {
        return topic.valueType() == WorkRequested.class;
    }

    /** The public result topic of a stage. */
    public static Topic<WorkCompleted> completed(Stage stage) {
        String name = "audio." + stage.id() + ".completed.v1";
        return new Topic<>(name, Key.WORK_ID, WorkCompleted.class, FOREVER, "results of " + stage.id() + ": public");
    }

    /** Every topic. */
    public static List<Topic<?>> all() {
        List<Topic<?>> topics = new ArrayList<>(List.of(
                JOB_SUBMITTED,
                JOB_COMMAND,
                JOB_EVENT,
                JOB_STATUS,
                WORK_ASKED,
                WORK_ANSWERED,
                WORK_REPORTED,
                WORK_CANCELLED,
                OBJECTS_RETIRED,
                MODEL_REGISTERED,
                MODEL_ACTIVATED,
                KEY_REGISTERED,
                DEAD_LETTER));
        for (Stage stage : Stage.values()) {
            topics.add(requested(stage, Lane.INTERACTIVE));
            topics.add(requested(stage, Lane.BULK));
            topics.add(completed(stage));
        }
        return List.copyOf(topics);
    }

    private static <T extends Event> Topic<T> job(String event, Class<T> type, Retention retention, String purpose) {
        return new Topic<>("audio.job." + event + ".v1", Key.JOB_ID, type, retention, purpose);
    }

    private static <T extends Event> Topic<T> work(String event, Class<T> type, Retention retention, String purpose) {
        return new Topic<>("audio.work." + event + ".v1", Key.WORK_ID, type, retention, purpose);
    }
}
