package io.melolog.ingest.view;

import io.melolog.schemas.job.ContentRef;
import io.melolog.schemas.job.JobStatus;
import io.melolog.schemas.job.JobStatus.State;
import io.melolog.schemas.job.JobSubmitted;
import io.melolog.schemas.work.Lane;
import java.time.Instant;

/** A job as this replica knows it. Immutable. */
public sealed interface ViewedJob {
    String jobId();

    String tenant();

    /** A job that is not erased. */
    sealed interface Present extends ViewedJob {
        State state();

        Lane lane();

        ContentRef content();

        Instant createdAt();
    }

    /** Accepted; nothing is known of it beyond its submission. */
    record Submitted(JobSubmitted submission) implements Present {
        @Override
        public String jobId() {
            return submission.jobId();
        }

        @Override
        public String tenant() {
            return submission.tenant();
        }

        @Override
        public State state() {
            return State.WAITING;
        }

        @Override
        public Lane lane() {
            return submission.lane();
        }

        @Override
        public ContentRef content() {
            return submission.content();
        }

        @Override
        public Instant createdAt() {
            return submission.at();
        }
    }

    /** With a status. */
    record Known(JobStatus.Known status) implements Present {
        @Override
        public String jobId() {
            return status.jobId();
        }

        @Override
        public String tenant() {
            return status.tenant();
        }

        @Override
        public State state() {
            return status.status();
        }

        @Override
        public Lane lane() {
            return status.lane();
        }

        @Override
        public ContentRef content() {
            return status.content();
        }

        @Override
        public Instant createdAt() {
            return status.createdAt();
        }

        private ViewedJob newest(ViewedJob incoming) {
            return switch (incoming) {
                case Submitted older -> this;
                case Known other -> other.status.sequence() >= status.sequence() ? other : this;
                case Erased erased -> erased;
            };
        }
    }

    /** Erased: kept so that its submission, which is kept for ever, does not bring it back. */
    record Erased(JobStatus.Erased status) implements ViewedJob {
        @Override
        public String jobId() {
            return status.jobId();
        }

        @Override
        public String tenant() {
            return status.tenant();
        }
    }

    /** What is known after {@code incoming} was read; the two topics come in any order, and either may be read again. */
    default ViewedJob updatedBy(ViewedJob incoming) {
        return switch (this) {
            case Erased erased -> erased;
            case Submitted submitted -> incoming instanceof Submitted ? submitted : incoming;
            case Known known -> known.newest(incoming);
        };
    }
}
