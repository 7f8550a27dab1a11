package io.melolog.notifier.jobstatus;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.notifier.testing.JobHistory;
import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.job.JobEvent;
import io.melolog.schemas.job.JobStatus;
import io.melolog.schemas.job.JobStatus.Known;
import io.melolog.schemas.job.JobStatus.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Over random histories; a failing case names its seed, and {@code -Dmelolog.seed=N} runs it alone. */
class JobStatusReducerPropertiesTest {
    private static final long RUNS = Boolean.getBoolean("melolog.proof") ? 20_000 : 500;

    static LongStream seeds() {
        Long only = Long.getLong("melolog.seed");
        return only == null ? LongStream.range(0, RUNS) : LongStream.of(only);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldReachTheSameStatusHoweverOftenEventsArrive(long seed) {
        // given
        Random random = new Random(seed);
        List<JobEvent> history = JobHistory.random("j", random);
        List<JobEvent> noisy = new ArrayList<>();
        for (int i = 0; i < history.size(); i++) {
            noisy.add(history.get(i));
            while (random.nextInt(3) == 0) {
                noisy.add(history.get(random.nextInt(i + 1)));
            }
        }

        // then
        assertThat(fold(noisy)).isEqualTo(fold(history)).isNotNull();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldNeverChangeAnythingOutOfOrder(long seed) {
        // given
        Random random = new Random(seed);
        List<JobEvent> history = JobHistory.random("j", random);
        JobStatus status = null;

        // then: whatever of the history comes, the sequence counts up by one or stays, and an ended job stays ended
        for (int i = 0; i < 4 * history.size(); i++) {
            JobEvent event = history.get(random.nextInt(history.size()));
            long last = status == null ? 0 : status.sequence();
            JobStatus next = after(status, event);
            if (event.sequence() != last + 1) {
                assertThat(next).isEqualTo(status);
            } else {
                assertThat(next.sequence()).isEqualTo(last + 1);
                assertThat(ended(next)).isGreaterThanOrEqualTo(ended(status));
            }
            status = next;
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldBeReadyToBeContinuedFromWhatIsStored(long seed) {
        // given
        List<JobEvent> history = JobHistory.random("j", new Random(seed));

        // when
        JobStatus status = null;
        for (JobEvent event : history) {
            JobStatus next = after(status, event);
            status = EventJson.read(EventJson.write(next), JobStatus.class);
        }

        // then
        assertThat(status).isEqualTo(fold(history));
    }

    private static int ended(@Nullable JobStatus status) {
        return switch (status) {
            case null -> 0;
            case Known job when !job.status().isFinal() -> job.status() == State.WAITING ? 0 : 1;
            case Known job -> 2;
            case JobStatus.Erased erased -> 3;
        };
    }

    private static @Nullable JobStatus fold(List<JobEvent> events) {
        JobStatus status = null;
        for (JobEvent event : events) {
            status = after(status, event);
        }
        return status;
    }

    private static @Nullable JobStatus after(@Nullable JobStatus status, JobEvent event) {
        return switch (JobStatusReducer.apply(status, event)) {
            case Outcome.Changed changed -> changed.status();
            case Outcome.Advanced advanced -> advanced.status();
            case Outcome.Ignored ignored -> status;
            case Outcome.Impossible impossible -> status;
        };
    }
}
