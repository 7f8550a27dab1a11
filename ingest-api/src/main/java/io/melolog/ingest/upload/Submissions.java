package io.melolog.ingest.upload;

import io.melolog.ingest.form.MeasuredStream;
import io.melolog.ingest.job.JobDocument;
import io.melolog.ingest.job.JobDocuments;
import io.melolog.ingest.log.BrokerProbe;
import io.melolog.ingest.log.EventLog;
import io.melolog.ingest.model.ModelChoice;
import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.ingest.storage.ObjectStorage;
import io.melolog.ingest.tenant.Caller;
import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.job.ContentRef;
import io.melolog.schemas.job.JobSubmitted;
import io.melolog.schemas.job.StageRequest;
import io.melolog.schemas.job.SubmissionDetails;
import io.melolog.schemas.storage.ObjectKeys;
import io.melolog.schemas.topic.Topics;
import io.melolog.schemas.work.Lane;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns uploads into jobs: content stored and event acknowledged, or neither a job nor an incoming object. Thread-safe. */
public final class Submissions {
    private static final String JSON = "application/json";

    private final ObjectStorage storage;
    private final Originals originals;
    private final EventLog log;
    private final BrokerProbe broker;
    private final ModelChoice models;
    private final JobDocuments documents;
    private final UploadProperties properties;
    private final JobIdSequence jobIds;
    private final Clock clock;

    public Submissions(
            ObjectStorage storage,
            Originals originals,
            EventLog log,
            BrokerProbe broker,
            ModelChoice models,
            JobDocuments documents,
            UploadProperties properties,
            Clock clock) {
        this.storage = storage;
        this.originals = originals;
        this.log = log;
        this.broker = broker;
        this.models = models;
        this.documents = documents;
        this.properties = properties;
        this.jobIds = new JobIdSequence(clock);
        this.clock = clock;
    }

    /**
     * Receives one submission.
     *
     * @throws ProblemException when it is refused, or cannot be stored or recorded
     */
    JobDocument accept(Caller caller, HttpServletRequest request, String traceParent) {
        broker.require();
        Arrival arrival = new Arrival();
        try {
            List<StageRequest> stages = new UploadForm(arrival::receive, models).read(request);
            ContentRef content = arrival.content();
            originals.keep(arrival.key, caller.dedupScope(), content.sha256());
            arrival.discard();
            JobSubmitted submission = new JobSubmitted(
                    jobIds.next(),
                    caller.tenant(),
                    caller.dedupScope(),
                    content,
                    stages,
                    Lane.INTERACTIVE,
                    clock.instant());
            record(submission, arrival.fileName, traceParent);
            return documents.accepted(submission, arrival.fileName);
        } finally {
            arrival.discard();
        }
    }

    private void record(JobSubmitted submission, String fileName, String traceParent) {
        String key = ObjectKeys.submissionDetails(submission.jobId());
        storage.put(key, EventJson.write(new SubmissionDetails(fileName)), JSON);
        try {
            log.append(Topics.JOB_SUBMITTED, submission, traceParent);
        } catch (ProblemException e) {
            originals.discard(key);
            throw e;
        }
    }

    /** The file of one submission on its way in. */
    private final class Arrival {
        private final String key = ObjectKeys.incoming(UUID.randomUUID().toString());
        private String fileName = "";
        private @Nullable ContentRef content;
        private boolean maybeStored;

        void receive(String name, InputStream stream) throws IOException {
            MeasuredStream measured = new MeasuredStream(stream, properties.maxBytes());
            byte[] head = measured.readNBytes(AudioSniffer.HEAD_BYTES);
            if (head.length == 0) {
                throw ProblemException.of(ProblemCode.EMPTY_UPLOAD, "The file has no bytes.");
            }
            AudioType type = AudioSniffer.sniff(head).orElseThrow(Submissions::notAudio);
            maybeStored = true;
            storage.put(key, new SequenceInputStream(new ByteArrayInputStream(head), measured), type.mediaType());
            fileName = name;
            content = new ContentRef(measured.sha256(), measured.bytes(), type.mediaType());
        }

        ContentRef content() {
            return Objects.requireNonNull(content, "a form that was read has its file");
        }

        void discard() {
            if (maybeStored) {
                originals.discard(key);
                maybeStored = false;
            }
        }
    }

    private static ProblemException notAudio() {
        return ProblemException.refusing(
                ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                "The bytes of the file are not audio of a known format. Accepted: " + AudioType.names() + ".",
                AudioType.mediaTypes());
    }
}
