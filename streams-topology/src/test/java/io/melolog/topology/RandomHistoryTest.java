package io.melolog.topology;

import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Planner and ledger together, under every order of events that a random world brings about. A failing seed is in the test's name. */
class RandomHistoryTest {
    private static final boolean PROOF = Boolean.getBoolean("melolog.proof");

    static LongStream seeds() {
        return LongStream.concat(
                LongStream.rangeClosed(1, PROOF ? 3_000 : 300),
                RandomGenerator.getDefault().longs(PROOF ? 3_000 : 100));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldEndEveryJobOnceAndNeverAnswerWithWhatIsGone(long seed) {
        // given
        RandomWorld world = new RandomWorld(seed);

        // when
        world.live();

        // then
        world.assertEveryJobEndedOnce();
        world.assertNobodyWaits();
        world.eraseEverything();
        world.assertNothingIsRemembered();
    }
}
