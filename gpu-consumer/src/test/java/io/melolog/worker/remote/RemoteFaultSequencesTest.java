package io.melolog.worker.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.melolog.schemas.work.FailureCode;
import io.melolog.worker.remote.FaultyService.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a service does one after the other: the separation ends as its last answer says, within the attempts that are allowed. */
class RemoteFaultSequencesTest extends RemoteBench {
    private static final int ATTEMPTS = 4;

    /** The JDK's client repeats a GET by itself up to this often when the connection ends before the answer. */
    private static final int OWN_REPEATS = 5;

    private static final byte[] BEGIN = "RIFF".getBytes(StandardCharsets.UTF_8);
    private static final List<Supplier<Reply>> PASSING = List.of(
            () -> Replies.status(429),
            () -> Replies.status(500),
            () -> Replies.status(503, "Retry-After: 7", "{\"detail\": 1}"),
            Replies::resetsAtOnce,
            Replies::closesUnanswered,
            Replies::chunkedGarbage,
            Replies::notHttp,
            () -> Replies.resetsInBody(BEGIN),
            () -> Replies.truncated(BEGIN),
            () -> Replies.chunkedTruncated(BEGIN),
            () -> Replies.lyingLength("-1"));
    private static final List<Supplier<Reply>> FINAL = List.of(
            () -> Replies.status(400),
            () -> Replies.status(404, "Content-Type: application/json", "{\"detail\": {}}"),
            () -> Replies.status(301, "Location: /", ""),
            () -> Replies.json("{\"vocals\": 1}"),
            () -> Replies.file("<html>".getBytes(StandardCharsets.UTF_8)),
            () -> Replies.endless(200),
            () -> Replies.status(206, "Content-Type: audio/wav", AUDIO));

    /** Replies, and the code with which they end; null for success. */
    private record Script(List<Reply> replies, FailureCode end) {}

    static IntStream seeds() {
        return IntStream.range(0, Boolean.getBoolean("melolog.proof") ? 2000 : 80);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldEndAsTheLastAnswerSays(int seed) {
        // given
        Random random = new Random(seed);
        use(settings().attempts(ATTEMPTS).longestPause(Duration.ofMillis(2)));
        Script analysis = script(random, Replies.stems(VOCALS));
        Script download = script(random, Replies.file(AUDIO));
        service.onAnalyze(analysis.replies.toArray(Reply[]::new)).onDownload(download.replies.toArray(Reply[]::new));

        // when
        Throwable thrown = catchThrowable(this::separate);

        // then
        FailureCode expected = analysis.end == null ? download.end : analysis.end;
        FailureCode actual = thrown instanceof RemoteSeparatorException failure ? failure.code() : null;
        assertThat(actual).as("%s", thrown).isEqualTo(expected);
        assertThat(thrown == null).isEqualTo(expected == null);
        assertThat(vocals().toFile().exists()).isEqualTo(expected == null);
        assertThat(service.analyzed()).hasSizeBetween(1, ATTEMPTS);
        assertThat(service.downloaded()).hasSizeLessThanOrEqualTo(ATTEMPTS * OWN_REPEATS);
    }

    /** Faults that pass, followed by an answer that ends it; or so many that nobody waits for the answer. */
    private static Script script(Random random, Reply good) {
        List<Reply> replies = new ArrayList<>();
        int faults = random.nextInt(ATTEMPTS + 1);
        for (int count = 0; count < faults; count++) {
            replies.add(pick(random, PASSING));
        }
        if (faults == ATTEMPTS) {
            // The last one is repeated, also for a client that asks more often by itself.
            return new Script(replies, FailureCode.SEPARATOR_UNAVAILABLE);
        }
        boolean isGood = random.nextInt(4) > 0;
        replies.add(isGood ? good : pick(random, FINAL));
        return new Script(replies, isGood ? null : FailureCode.SEPARATOR_REFUSED);
    }

    private static Reply pick(Random random, List<Supplier<Reply>> replies) {
        return replies.get(random.nextInt(replies.size())).get();
    }
}
