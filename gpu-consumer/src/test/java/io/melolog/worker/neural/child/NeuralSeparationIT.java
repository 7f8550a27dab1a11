package io.melolog.worker.neural.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.melolog.worker.neural.engine.ModelFormatException;
import io.melolog.worker.testing.TestEngine;
import io.melolog.worker.testing.TestModel;
import io.melolog.worker.testing.TestModel.Misbehaviour;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NeuralSeparationIT extends NeuralTestBase {
    @Test
    void shouldGiveEveryStemAndTwoThatAddUp() throws Exception {
        // given
        NeuralSeparation networks = start();
        SeparationOrder order = order(new TestModel());
        List<Double> progress = new ArrayList<>();

        // when
        NeuralStems result = networks.separate(order, progress::add, () -> false);

        // then
        assertThat(result.stems().keySet()).containsExactly("vocals", "accompaniment", "drums", "bass", "other");
        assertThat(result.device()).isEqualTo("cpu");
        assertThat(progress).isSorted().allMatch(share -> share > 0 && share <= 1);
        float[] mix = samples(order.mix());
        float[] vocals = samples(result.stems().get("vocals"));
        float[] rest = samples(result.stems().get("accompaniment"));
        float[] drums = samples(result.stems().get("drums"));
        assertThat(vocals).hasSameSizeAs(mix);
        assertThat(IntStream.range(0, mix.length)
                        .mapToDouble(i -> Math.abs(vocals[i] - TestEngine.gain("vocals") * mix[i])
                                + Math.abs(drums[i] - TestEngine.gain("drums") * mix[i])))
                .allMatch(difference -> difference < 1e-3);
        assertThat(IntStream.range(0, mix.length).mapToDouble(i -> Math.abs(vocals[i] + rest[i] - mix[i])))
                .allMatch(difference -> difference < 1e-6);
        assertThat(count("audio.worker.segments", "device", "cpu")).isPositive();
        assertThat(count("audio.worker.model.loads", "device", "cpu")).isEqualTo(1);
    }

    @Test
    void shouldSeparateSeveralRecordingsInOneProcess() throws Exception {
        // given
        NeuralSeparation networks = start();
        List<Future<NeuralStems>> results = new ArrayList<>();

        // when
        try (var threads = Executors.newFixedThreadPool(3)) {
            for (int i = 0; i < 3; i++) {
                SeparationOrder order = order(new TestModel().pauseMillis(20));
                results.add(threads.submit(() -> networks.separate(order, share -> {}, () -> false)));
            }
        }

        // then
        for (Future<NeuralStems> result : results) {
            assertThat(result.get().stems()).containsKey("vocals");
        }
        assertThat(count("audio.worker.engine.starts")).isEqualTo(1);
    }

    @Test
    void shouldUseAGpuWhereThereIsOneAndBatches() throws Exception {
        // given
        NeuralSeparation networks = start("auto", Duration.ofMinutes(1), Duration.ofMinutes(1));

        // when
        NeuralStems result = networks.separate(order(new TestModel().pauseMillis(20)), share -> {}, () -> false);

        // then
        assertThat(result.device()).isEqualTo("cuda:0");
        assertThat(registry.get("audio.worker.segments.batch")
                        .tag("device", "cuda:0")
                        .summary()
                        .max())
                .isEqualTo(2);
    }

    @Test
    void shouldSayThatItFellBackToTheCpu() throws Exception {
        // given
        NeuralSeparation networks = start("auto", Duration.ofMinutes(1), Duration.ofMinutes(1));
        SeparationOrder order = order(new TestModel().misbehaving(Misbehaviour.OUT_OF_GPU_MEMORY, 2));

        // when
        NeuralStems result = networks.separate(order, share -> {}, () -> false);

        // then
        assertThat(result.device()).isEqualTo("cuda:0+cpu");
        assertThat(count("audio.worker.device.fallbacks", "device", "cuda:0")).isEqualTo(1);
    }

    @Test
    void shouldPassOnWhyAModelIsRefused() throws Exception {
        // given
        NeuralSeparation networks = start();
        SeparationOrder order = order(new TestModel().refused("The checkpoint asks for os.system."));

        // when / then
        assertThatThrownBy(() -> networks.separate(order, share -> {}, () -> false))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage("The checkpoint asks for os.system.");
        assertThat(networks.separate(order(new TestModel()), share -> {}, () -> false)
                        .stems())
                .isNotEmpty();
    }

    @Test
    void shouldRefuseStemsThatCannotBeFiles() throws Exception {
        // given
        NeuralSeparation networks = start();
        SeparationOrder order = order(new TestModel().stems("vocals,../../evil"));

        // when / then
        assertThatThrownBy(() -> networks.separate(order, share -> {}, () -> false))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("lower-case letters");
    }

    @Test
    void shouldStopWithinASegmentWhenCancelledAndWriteNothingMore() throws Exception {
        // given
        NeuralSeparation networks = start();
        SeparationOrder order = order(new TestModel().pauseMillis(200));
        var cancelled = new AtomicBoolean();

        // when
        assertThatThrownBy(() -> networks.separate(order, share -> cancelled.set(true), cancelled::get))
                .isInstanceOf(CancellationException.class);

        // then
        deleteTree(order.folder());
        assertThat(networks.separate(order(new TestModel()), share -> {}, () -> false)
                        .stems())
                .isNotEmpty();
        assertThat(order.folder()).doesNotExist();
        assertThat(count("audio.worker.engine.starts")).isEqualTo(1);
        assertThat(count("audio.worker.segments", "device", "cpu")).isLessThan(2 * 2.0 * SECONDS * 2);
    }

    @Test
    void shouldStopWhenInterrupted() throws Exception {
        // given
        NeuralSeparation networks = start();
        SeparationOrder order = order(new TestModel().pauseMillis(200));
        var begun = new CountDownLatch(1);
        List<Throwable> thrown = new ArrayList<>();
        Thread work = Thread.ofPlatform().start(() -> {
            try {
                var unused = networks.separate(order, share -> begun.countDown(), () -> false);
            } catch (Exception e) {
                thrown.add(e);
            }
        });
        begun.await();

        // when
        work.interrupt();
        work.join();

        // then
        assertThat(thrown).hasOnlyElementsOfType(InterruptedException.class);
        assertThat(process().running()).isPresent();
    }

    @Test
    void shouldEndTheProcessWhenThereIsNoWorkAndStartItAgain() throws Exception {
        // given
        NeuralSeparation networks = start("cpu", Duration.ofMillis(200), Duration.ofMinutes(1));
        var unused = networks.separate(order(new TestModel()), share -> {}, () -> false);

        // when
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(count("audio.worker.engine.idle.ends"))
                .isEqualTo(1));
        NeuralStems again = networks.separate(order(new TestModel()), share -> {}, () -> false);

        // then
        assertThat(again.stems()).isNotEmpty();
        assertThat(count("audio.worker.engine.starts")).isEqualTo(2);
        assertThat(registry.find("audio.worker.engine.crashes").counters()).isEmpty();
    }

    @Test
    void shouldNotBeDisturbedByWhatLibrariesPrint() throws Exception {
        // given
        NeuralSeparation networks = start();
        SeparationOrder order = order(new TestModel().misbehaving(Misbehaviour.CHATTER, 2));

        // when
        NeuralStems result = networks.separate(order, share -> {}, () -> false);

        // then
        assertThat(result.stems()).hasSize(5);
    }

    @Test
    void shouldGiveTheChildNothingOfTheEnvironmentButWhatItNeeds() throws Exception {
        // given
        NeuralSeparation networks = start();
        SeparationOrder order = order(new TestModel().tellingTheEnvironment());

        // when / then
        assertThatThrownBy(() -> networks.separate(order, share -> {}, () -> false))
                .hasMessageContaining("OMP_WAIT_POLICY=PASSIVE")
                .hasMessageContaining("GOMP_SPINCOUNT=0")
                .satisfies(thrown -> assertThat(
                                thrown.getMessage().replaceAll("[{}]", "").split(", "))
                        .extracting(variable -> variable.split("=", 2)[0])
                        .contains("DJL_CACHE_DIR", "PATH")
                        .doesNotContainAnyElementsOf(secretsOfThisProcess()));
    }

    private static List<String> secretsOfThisProcess() {
        return System.getenv().keySet().stream()
                .filter(name -> name.startsWith("MELOLOG") || name.startsWith("MAVEN") || name.startsWith("GIT"))
                .toList();
    }

    private static void deleteTree(Path root) throws Exception {
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
