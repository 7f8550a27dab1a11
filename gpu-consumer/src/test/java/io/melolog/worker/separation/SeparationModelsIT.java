package io.melolog.worker.separation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.melolog.schemas.model.BuiltInModel;
import io.melolog.schemas.model.ModelRegistration;
import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.stage.StageResult;
import io.melolog.schemas.work.Artifact;
import io.melolog.schemas.work.FailureCode;
import io.melolog.schemas.work.WorkCompleted;
import io.melolog.schemas.work.WorkReported;
import io.melolog.schemas.work.WorkReported.Returned.Reason;
import io.melolog.schemas.work.WorkRequested;
import io.melolog.worker.testing.Models;
import io.melolog.worker.testing.TestEngine;
import io.melolog.worker.testing.TestModel;
import io.melolog.worker.testing.TestModel.Misbehaviour;
import io.melolog.worker.testing.TestSong;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes of a separation by a registered model, and what its owner reads when nothing does. */
class SeparationModelsIT {
    private static final Duration GRACE = Duration.ofMillis(500);

    @TempDir
    private static Path folder;

    private static SeparationBench bench;

    @BeforeAll
    static void start() throws Exception {
        bench = new SeparationBench(folder);
    }

    /** The same for all tests but those that stop it. */
    @BeforeEach
    void startWorker() throws Exception {
        bench.startWorker("auto", GRACE, null);
    }

    @AfterAll
    static void stop() throws Exception {
        bench.close();
    }

    @Test
    void shouldGiveEveryStemOfTheModelAndTwoThatAddUp() throws Exception {
        // given
        ModelRef model = bench.add(new TestModel());

        // when
        WorkCompleted result = succeeded(bench.ask(model));

        // then
        assertThat(result.artifacts())
                .extracting(Artifact::name)
                .containsExactly("vocals.flac", "accompaniment.flac", "drums.flac", "bass.flac", "other.flac");
        assertThat(result.spec().model()).isEqualTo(model);
        assertThat(result.device()).isEqualTo("cuda:0");
        assertThat(((StageResult.Separation) result.result()).quality()).isEqualTo("full");
        float[] mix = bench.samples(TestSong.wav());
        float[] vocals = samples(result, "vocals.flac");
        float[] rest = samples(result, "accompaniment.flac");
        float[] bass = samples(result, "bass.flac");
        assertThat(vocals).hasSameSizeAs(mix);
        assertThat(largest(mix.length, i -> vocals[i] + rest[i] - mix[i])).isLessThan(1e-6);
        assertThat(largest(mix.length, i -> bass[i] - TestEngine.gain("bass") * mix[i]))
                .isLessThan(1e-2);
    }

    @Test
    void shouldSayWhereItRanWhenTheGpuHadNoRoom() throws Exception {
        // given
        ModelRef model = bench.add(new TestModel().misbehaving(Misbehaviour.OUT_OF_GPU_MEMORY, 3));

        // when / then
        assertThat(succeeded(bench.ask(model)).device()).isEqualTo("cuda:0+cpu");
    }

    @Test
    void shouldRefuseAModelThatIsNotRegistered() throws Exception {
        // given
        ModelRef model = Models.newRef();

        // when / then
        assertFailed(
                bench.ask(model),
                FailureCode.MODEL_UNAVAILABLE,
                "The model " + model + " is not registered (any more). Add it again or choose another.");
    }

    @Test
    void shouldRefuseAModelWhoseFileIsDamagedInTheStorage() throws Exception {
        // given
        ModelRegistration.Added added = bench.register(new TestModel());
        bench.storage().put(added.files().getFirst().key(), new byte[7]);

        // when / then
        assertFailed(
                bench.ask(added.model()),
                FailureCode.MODEL_UNAVAILABLE,
                "The file weights.th of the model " + added.model() + " is damaged in the object storage: it is not the"
                        + " one that was registered. Add the model again.");
    }

    @Test
    void shouldRefuseAHostileCheckpoint() throws Exception {
        // given
        ModelRef model = bench.add(new TestModel().refused("The checkpoint asks for os.system, which no model needs."));

        // when / then
        assertFailed(
                bench.ask(model),
                FailureCode.MODEL_UNAVAILABLE,
                "The model " + model + " cannot be used. The checkpoint asks for os.system, which no model needs.");
    }

    @Test
    void shouldCompleteAtTheNextAttemptWhenTheEngineWasKilled(@TempDir Path marks) throws Exception {
        // given
        ModelRef model =
                bench.add(new TestModel().misbehaving(Misbehaviour.KILLED, 3).once(marks.resolve("killed")));
        WorkRequested first = bench.ask(model);
        assertFailed(
                first,
                FailureCode.ENGINE_CRASHED,
                "The process that runs the model was killed (exit code 137), perhaps by the operating system because"
                        + " memory ran out. It is tried again; should it fail each time, choose another model.");

        // when
        WorkRequested second = bench.askAgain(first);

        // then
        assertThat(succeeded(second).artifacts()).hasSize(5);
    }

    @ParameterizedTest
    @EnumSource(
            value = Misbehaviour.class,
            names = {"SEGMENTATION_FAULT", "EXIT"})
    void shouldFailEachTimeTheEngineCrashes(Misbehaviour how) throws Exception {
        // given
        WorkRequested first = bench.ask(bench.add(new TestModel().misbehaving(how, 2)));
        assertFailed(first, FailureCode.ENGINE_CRASHED);

        // when
        WorkRequested second = bench.askAgain(first);

        // then
        assertFailed(second, FailureCode.ENGINE_CRASHED);
        assertThat(bench.scratch()).isEmpty();
    }

    @Test
    void shouldFailWhenTheEngineHangs() throws Exception {
        // given
        ModelRef model = bench.add(new TestModel().misbehaving(Misbehaviour.HANG, 2));

        // when / then
        assertFailed(
                bench.ask(model),
                FailureCode.ENGINE_CRASHED,
                "The process that runs the model did not get on and was stopped. It is tried again; should it fail each"
                        + " time, choose another model.");
    }

    @ParameterizedTest
    @EnumSource(
            value = Misbehaviour.class,
            names = {"OUT_OF_DEVICE_MEMORY", "OUT_OF_HEAP"})
    void shouldSayThatMemoryRanOut(Misbehaviour how) throws Exception {
        // given
        ModelRef model = bench.add(new TestModel().misbehaving(how, 2));

        // when / then
        assertFailed(
                bench.ask(model),
                FailureCode.OUT_OF_MEMORY,
                "The separation needs more memory than this machine has free. It is tried again; should it fail each"
                        + " time, choose a smaller model.");
    }

    @Test
    void shouldStopWithinASegmentWhenCancelledAndLeaveNothing() throws Exception {
        // given
        WorkRequested request = bench.ask(bench.add(new TestModel().pauseMillis(1_000)));
        bench.awaitProgress(request);

        // when
        bench.works().cancel(request);

        // then
        assertReturned(request, Reason.CANCELLED);
        await().atMost(Duration.ofSeconds(10)).until(() -> bench.scratch().isEmpty());
        assertThat(succeeded(bench.ask(bench.add(new TestModel()))).artifacts()).hasSize(5);
    }

    @Test
    void shouldGiveWorkBackWhenTheWorkerStops() throws Exception {
        // given
        WorkRequested request = bench.ask(bench.add(new TestModel().pauseMillis(1_000)));
        bench.awaitProgress(request);

        // when
        bench.drain();

        // then
        assertReturned(request, Reason.DRAIN);
        assertThat(bench.scratch()).isEmpty();
        bench.stopWorker();
    }

    @Test
    void shouldSayThatThereIsNoExternalSeparator() throws Exception {
        // when / then
        assertFailed(
                bench.ask(BuiltInModel.EXTERNAL.ref()),
                FailureCode.MODEL_UNAVAILABLE,
                "This worker has no external separator: set MELOLOG_SEPARATOR_URL.");
    }

    private static double largest(int samples, IntToDoubleFunction difference) {
        return IntStream.range(0, samples)
                .mapToDouble(difference)
                .map(Math::abs)
                .max()
                .orElseThrow();
    }

    private static WorkCompleted succeeded(WorkRequested request) {
        WorkReported end = bench.end(request);
        assertThat(end).isInstanceOf(WorkReported.Succeeded.class);
        return ((WorkReported.Succeeded) end).result();
    }

    private static void assertFailed(WorkRequested request, FailureCode code) {
        assertThat(bench.end(request))
                .isInstanceOfSatisfying(WorkReported.Failed.class, failed -> assertThat(failed.failure())
                        .isEqualTo(code.because(failed.failure().detail())));
    }

    private static void assertFailed(WorkRequested request, FailureCode code, String detail) {
        assertThat(bench.end(request))
                .isInstanceOfSatisfying(WorkReported.Failed.class, failed -> assertThat(failed.failure())
                        .isEqualTo(code.because(detail)));
    }

    private static void assertReturned(WorkRequested request, Reason reason) {
        assertThat(bench.end(request))
                .isInstanceOfSatisfying(WorkReported.Returned.class, returned -> assertThat(returned.reason())
                        .isEqualTo(reason));
    }

    private static float[] samples(WorkCompleted result, String name) throws Exception {
        Artifact artifact = result.artifacts().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        return bench.samples(bench.storage().get(artifact.key()));
    }
}
