package io.melolog.worker.remote;

import static io.melolog.schemas.work.FailureCode.SEPARATOR_REFUSED;
import static io.melolog.schemas.work.FailureCode.SEPARATOR_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service that is down is left alone, for all works of the process. */
class RemoteBreakerTest extends RemoteBench {
    private static final Duration LONGER_THAN_THE_PAUSE = Duration.ofSeconds(61);

    @BeforeEach
    void oneAttemptEach() {
        use(settings().attempts(1).breakerFailures(3));
    }

    @Test
    void shouldLeaveAServiceAloneThatFailsAgainAndAgain() {
        // given
        open();

        // when
        RemoteSeparatorException failure = failure();

        // then
        assertThat(failure.code()).isEqualTo(SEPARATOR_UNAVAILABLE);
        assertThat(failure.detail()).contains("3 times in a row", "left alone");
        assertThat(service.analyzed()).hasSize(3);
    }

    @Test
    void shouldStopRetryingOnceTheServiceIsLeftAlone() {
        // given
        use(settings().attempts(10).breakerFailures(3));
        service.onAnalyze(Replies.status(503));

        // when
        RemoteSeparatorException failure = failure();

        // then
        assertThat(failure.detail()).contains("left alone");
        assertThat(service.analyzed()).hasSize(3);
    }

    @Test
    void shouldRecoverByAProbe() throws Exception {
        // given
        open();
        service.onAnalyze(Replies.stems(VOCALS));
        clock.advance(LONGER_THAN_THE_PAUSE);

        // when
        separate();

        // then
        assertThat(breaker()).isZero();
        separate();
        assertThat(vocals()).hasBinaryContent(AUDIO);
    }

    @Test
    void shouldLeaveItAloneAgainWhenTheProbeFails() {
        // given
        open();
        clock.advance(LONGER_THAN_THE_PAUSE);
        failure();

        // when
        RemoteSeparatorException failure = failure();

        // then
        assertThat(failure.detail()).contains("left alone");
        assertThat(service.analyzed()).hasSize(4);
    }

    @Test
    void shouldLetASingleProbeThrough() throws Exception {
        // given
        open();
        clock.advance(LONGER_THAN_THE_PAUSE);
        service.onAnalyze(Replies.hangsBeforeHeaders());
        AtomicReference<Throwable> probe = new AtomicReference<>();
        Thread thread = Thread.ofVirtual().start(() -> probe.set(catchThrowable(this::separate)));
        await("the probe").until(() -> service.analyzed().size() == 4);

        // when
        RemoteSeparatorException failure = failure();

        // then
        assertThat(failure.detail()).contains("left alone");
        assertThat(service.analyzed()).hasSize(4);
        thread.interrupt();
        thread.join();
        assertThat(probe.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void shouldProbeAgainWhenAProbeWasCancelled() throws Exception {
        // given
        open();
        clock.advance(LONGER_THAN_THE_PAUSE);
        service.onAnalyze(Replies.stems(VOCALS));
        AtomicInteger asked = new AtomicInteger();
        Throwable cancelled = catchThrowable(() -> separate(recording(100), () -> asked.incrementAndGet() > 1));

        // when
        separate();

        // then
        assertThat(cancelled).isInstanceOf(CancellationException.class);
        assertThat(breaker()).isZero();
    }

    @Test
    void shouldCountFailuresInARowOnly() throws Exception {
        // given
        service.onAnalyze(
                Replies.status(503),
                Replies.status(503),
                Replies.stems(VOCALS),
                Replies.status(503),
                Replies.status(503),
                Replies.stems(VOCALS));

        // when
        for (int count = 0; count < 6; count++) {
            catchThrowable(this::separate);
        }

        // then
        assertThat(service.analyzed()).hasSize(6);
        assertThat(breaker()).isZero();
    }

    @Test
    void shouldTakeRefusalsForAnswers() {
        // given
        service.onAnalyze(Replies.status(400));

        // when
        for (int count = 0; count < 5; count++) {
            assertThat(failure().code()).isEqualTo(SEPARATOR_REFUSED);
        }

        // then
        assertThat(breaker()).isZero();
    }

    private void open() {
        service.onAnalyze(Replies.status(503));
        for (int count = 0; count < 3; count++) {
            failure();
        }
        assertThat(breaker()).isEqualTo(2);
    }
}
