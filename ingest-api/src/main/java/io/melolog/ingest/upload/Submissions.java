package io.melolog.ingest.upload;

import io.melolog.ingest.form.MeasuredStream;
import io.melolog.ingest.idempotency.Claims;
import io.melolog.ingest.idempotency.Claims.Claimed;
import io.melolog.ingest.idempotency.IdempotencyKey;
import io.melolog.ingest.job.JobDocument;
import io.melolog.ingest.log.BrokerProbe;
import io.melolog.ingest.model.ModelChoice;
import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.ingest.storage.ObjectStorage;
import io.melolog.ingest.tenant.Caller;
import io.melolog.schemas.job.ContentRef;
import io.melolog.schemas.job.JobSubmitted;
import io.melolog.schemas.job.StageRequest;
import io.melolog.schemas.storage.ObjectKeys;
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
    private final ObjectStorage storage;
    private final Originals originals;
    private final SubmissionRecords records;
    private final Claims claims;
    private final BrokerProbe broker;
    private final ModelChoice models;
    private final UploadProperties properties;
    private final JobIdSequence jobIds;
    private final Clock clock;

    public Submissions(
            ObjectStorage storage,
            Originals originals,
            SubmissionRecords records,
            Claims claims,
            BrokerProbe broker,
            ModelChoice models,
            UploadProperties properties,
            Clock clock) {
        this.storage = storage;
        this.originals = originals;
        this.records = records;
        this.claims = claims;
        this.broker = broker;
        this.models = models;
        this.properties = properties;
        this.jobIds = new JobIdSequence(clock);
        this.clock = clock;
    }

    /**
     * A job that stands.
     *
     * @param replayed an earlier request with the same key made it
     */
    record Accepted(JobDocument job, boolean replayed) {}

    /**
     * Receives one submission.
     *
     * @param key so that the same submission makes one job however often it comes; null when the sender does not care
     * @throws ProblemException when it is refused, or cannot be stored or recorded
     */
    Accepted accept(Caller caller, @Nullable IdempotencyKey key, HttpServletRequest request, String traceParent) {
        broker.require();
        Arrival arrival = new Arrival();
        try {
            UploadForm form = new UploadForm(arrival::receive, models);
            List<StageRequest> stages = form.read(request);
            ContentRef content = arrival.content();
            JobSubmitted proposal = propose(caller, content, stages);
            Claimed claimed = key == null
                    ? new Claimed(proposal, false)
                    : claims.claim(key, form.bodySha256(content.sha256()), proposal);
            originals.keep(arrival.key, caller.dedupScope(), content.sha256());
            arrival.discard();
            return new Accepted(record(claimed, arrival.fileName, traceParent), claimed.replayed());
        } finally {
            arrival.discard();
        }
    }

    private JobSubmitted propose(Caller caller, ContentRef content, List<StageRequest> stages) {
        return new JobSubmitted(
                jobIds.next(),
                caller.tenant(),
                caller.dedupScope(),
                content,
                stages,
                Lane.INTERACTIVE,
                clock.instant());
    }

    private JobDocument record(Claimed claimed, String fileName, String traceParent) {
        return claimed.replayed()
                ? records.writeAgain(claimed.submission(), fileName, traceParent)
                : records.write(claimed.submission(), fileName, traceParent);
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
