package io.melolog.worker.neural.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.melolog.worker.neural.child.NeuralException.Kind;
import io.melolog.worker.testing.TestModel;
import io.melolog.worker.testing.TestModel.Misbehaviour;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever ends the child, its separations fail so that they are tried again, and the next ones work. */
class EngineCrashesIT extends NeuralTestBase {
    @ParameterizedTest
    @CsvSource({
        "KILLED, ENGINE_CRASHED, killed",
        "SEGMENTATION_FAULT, ENGINE_CRASHED, ended unexpectedly",
        "EXIT, ENGINE_CRASHED, exit code 7",
        "ENGINE_FAULT, ENGINE_CRASHED, engine",
        "OUT_OF_HEAP, OUT_OF_MEMORY, more memory",
        "OUT_OF_DEVICE_MEMORY, OUT_OF_MEMORY, more memory"
    })
    void shouldFailTheSeparationAndServeTheNext(Misbehaviour how, Kind kind, String words) throws Exception {
        // given
        NeuralSeparation networks = start("auto", Duration.ofMinutes(1), Duration.ofMinutes(1));
        SeparationOrder order = order(new TestModel().misbehaving(how, 2));

        // when / then
        assertThatThrownBy(() -> networks.separate(order, share -> {}, () -> false))
                .isInstanceOfSatisfying(NeuralException.class, thrown -> {
                    assertThat(thrown.kind()).isEqualTo(kind);
                    assertThat(thrown.detail())
                            .contains(words)
                            .contains("It is tried again")
                            .doesNotContain("/", "Exception");
                });
        assertThat(networks.separate(order(new TestModel()), share -> {}, () -> false)
                        .stems())
                .isNotEmpty();
    }

    @Test
    void shouldKillAProcessThatDoesNotGetOn() throws Exception {
        // given
        NeuralSeparation networks = start("cpu", Duration.ofMinutes(1), Duration.ofSeconds(2));
        SeparationOrder order = order(new TestModel().misbehaving(Misbehaviour.HANG, 2));

        // when / then
        assertThatThrownBy(() -> networks.separate(order, share -> {}, () -> false))
                .isInstanceOfSatisfying(NeuralException.class, thrown -> {
                    assertThat(thrown.kind()).isEqualTo(Kind.ENGINE_CRASHED);
                    assertThat(thrown.detail()).contains("did not get on");
                });
        assertThat(process().running()).isEmpty();
        assertThat(count("audio.worker.engine.crashes", "reason", "hung")).isEqualTo(1);
    }

    @Test
    void shouldFailAllSeparationsOfTheProcess() throws Exception {
        // given
        NeuralSeparation networks = start();
        SeparationOrder innocent = order(new TestModel().pauseMillis(100));
        SeparationOrder guilty =
                order(new TestModel().misbehaving(Misbehaviour.EXIT, 1).pauseMillis(500));

        // when
        try (var threads = Executors.newFixedThreadPool(2)) {
            List<Future<NeuralStems>> results = List.of(
                    threads.submit(() -> networks.separate(innocent, share -> {}, () -> false)),
                    threads.submit(() -> networks.separate(guilty, share -> {}, () -> false)));

            // then
            for (Future<NeuralStems> result : results) {
                assertThatThrownBy(result::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(NeuralException.class);
            }
        }
        assertThat(count("audio.worker.engine.crashes", "reason", "crashed")).isEqualTo(1);
    }

    @Test
    void shouldEndWithItsWorkerThatIsKilled() throws Exception {
        // given
        Path pidFile = folder.resolve("pid");
        Process worker = NeuralWorkerProcess.start(folder, pidFile);
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(pidFile));
        ProcessHandle child =
                ProcessHandle.of(Long.parseLong(Files.readString(pidFile))).orElseThrow();

        // when
        worker.destroyForcibly();

        // then
        await().atMost(Duration.ofSeconds(20)).until(() -> !child.isAlive());
    }

    @Test
    void shouldSayThatItCannotBeStarted() throws Exception {
        // given
        var missing = new NeuralProcess(
                settings(folder, "cpu", Duration.ofMinutes(1), Duration.ofMinutes(1)),
                () -> {
                    throw new IllegalStateException("not on the class path: PyTorch");
                },
                new NeuralMetrics(registry));
        SeparationOrder order = order(new TestModel());

        // when / then
        try (missing) {
            assertThatThrownBy(() -> new NeuralSeparation(missing).separate(order, share -> {}, () -> false))
                    .isInstanceOf(NeuralException.class)
                    .hasMessageContaining("could not be started");
        }
    }
}
