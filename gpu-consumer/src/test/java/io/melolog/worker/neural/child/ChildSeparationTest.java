package io.melolog.worker.neural.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.schemas.model.ModelFormat;
import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.neural.child.FromChild.Failed;
import io.melolog.worker.neural.child.FromChild.Reason;
import io.melolog.worker.neural.engine.DeviceMemoryException;
import io.melolog.worker.neural.engine.EngineException;
import io.melolog.worker.neural.engine.NetworkFiles;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChildSeparationTest {
    static Stream<Arguments> ends() {
        return Stream.of(
                end(() -> thrown(new EngineException("no such kernel", null)), Reason.ENGINE),
                end(() -> thrown(new DeviceMemoryException("full", null)), Reason.MEMORY),
                end(() -> thrown(new OutOfMemoryError("Cannot reserve direct buffer memory")), Reason.MEMORY),
                end(() -> thrown(new StackOverflowError()), Reason.ENGINE),
                end(() -> thrown(new UnsatisfiedLinkError("libtorch.so")), Reason.ENGINE),
                end(() -> thrown(new IllegalStateException("x".repeat(100_000))), Reason.ENGINE));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void shouldAnswerWhateverHappens(ChildSeparation.ComputeSource source, Reason reason) {
        // when
        FromChild answer = separation().run(source);

        // then
        assertThat(answer).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.id()).isEqualTo(5);
            assertThat(failed.reason()).isEqualTo(reason);
            assertThat(failed.detail()).isNotBlank().hasSizeLessThan(2_000);
        });
    }

    @Test
    void shouldTakeWhateverHappensForTheEndOnceItIsCancelled() {
        // given
        ChildSeparation separation = separation();
        separation.cancel();

        // when
        FromChild answer = separation.run(() -> thrown(new IllegalStateException("a channel was closed")));

        // then
        assertThat(answer).isEqualTo(new Failed(5, Reason.CANCELLED, ""));
    }

    private static Arguments end(ChildSeparation.ComputeSource source, Reason reason) {
        return Arguments.of(source, reason);
    }

    private static ChildServer.Compute thrown(Throwable thrown) throws EngineException {
        switch (thrown) {
            case EngineException engine -> throw engine;
            case RuntimeException unforeseen -> throw unforeseen;
            case Error error -> throw error;
            default -> throw new IllegalArgumentException(thrown);
        }
    }

    private static ChildSeparation separation() {
        var order = new SeparationOrder(
                "model@1",
                new NetworkFiles(ModelFormat.HTDEMUCS, List.of(Path.of("model")), null),
                new PcmFile(Path.of("mix"), 44_100, 2, 1),
                Path.of("stems"),
                0,
                0);
        return new ChildSeparation(new ToChild.Separate(5, order), new ChildOutput(OutputStream.nullOutputStream()));
    }
}
