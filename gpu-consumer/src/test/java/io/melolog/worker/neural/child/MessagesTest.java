package io.melolog.worker.neural.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.melolog.schemas.model.ModelFormat;
import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.neural.child.FromChild.Count;
import io.melolog.worker.neural.child.FromChild.Reason;
import io.melolog.worker.neural.engine.NetworkFiles;
import io.melolog.worker.neural.engine.Precision;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
    static Stream<FromChild> told() {
        return Stream.of(
                new FromChild.Hello(FromChild.VERSION),
                new FromChild.Progress(7, 0.25),
                new FromChild.Separated(
                        7,
                        List.of(new FromChild.Stem("vocals", 44_100), new FromChild.Stem("drums", 44_100)),
                        "cuda:0+cpu"),
                new FromChild.Failed(8, Reason.MODEL, "It holds code, which models may not."),
                new FromChild.Counted(Count.COMPUTED, "cuda:1", 4));
    }

    static Stream<ToChild> asked() {
        return Stream.of(
                new ToChild.Cancel(3),
                new ToChild.Separate(4, order(null)),
                new ToChild.Separate(5, order(List.of(List.of(1.0, 0.0), List.of(0.25, 0.75)))));
    }

    @ParameterizedTest
    @MethodSource("told")
    void shouldArriveAsTheyWereSent(FromChild message) throws Exception {
        // when
        var out = new ByteArrayOutputStream();
        Frames.write(out, message::writeTo);

        // then
        assertThat(FromChild.readFrom(Frames.read(new ByteArrayInputStream(out.toByteArray()))))
                .isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("asked")
    void shouldArriveAsTheyWereAsked(ToChild message) throws Exception {
        // when
        var out = new ByteArrayOutputStream();
        Frames.write(out, message::writeTo);

        // then
        assertThat(ToChild.readFrom(Frames.read(new ByteArrayInputStream(out.toByteArray()))))
                .isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, Frames.MAX_BYTES + 1, Integer.MAX_VALUE})
    void shouldNotReadWhatIsTooLong(int length) throws Exception {
        // given
        var out = new ByteArrayOutputStream();
        new DataOutputStream(out).writeInt(length);

        // when / then
        assertThatThrownBy(() -> Frames.read(new ByteArrayInputStream(out.toByteArray())))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldTakeABrokenOffMessageForTheEnd() throws Exception {
        // given
        var out = new ByteArrayOutputStream();
        Frames.write(out, new FromChild.Progress(1, 0.5)::writeTo);
        byte[] part = java.util.Arrays.copyOf(out.toByteArray(), out.size() - 1);

        // when / then
        assertThat(Frames.read(new ByteArrayInputStream(part))).isNull();
        assertThat(Frames.read(new ByteArrayInputStream(new byte[0]))).isNull();
    }

    @Test
    void shouldTravelAsArguments() {
        // given
        var settings = new EngineSettings(3, 8, Precision.HALF, "cuda:0,cuda:2");

        // when / then
        assertThat(EngineSettings.ofArguments(settings.toArguments().toArray(new String[0])))
                .isEqualTo(settings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "cuda:", "0", "cuda:0,cpu", "cuda:0;rm"})
    void shouldKnowNoOtherDevices(String devices) {
        assertThatThrownBy(() -> new EngineSettings(1, 1, Precision.AUTO, devices))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cuda:0");
    }

    private static SeparationOrder order(List<List<Double>> weights) {
        return new SeparationOrder(
                "htdemucs@4:0123456789abcdef",
                new NetworkFiles(ModelFormat.HTDEMUCS, List.of(Path.of("/m/a"), Path.of("/m/b")), weights),
                new PcmFile(Path.of("/scratch/mix.f32"), 48_000, 2, 123_456_789_012L),
                Path.of("/scratch"),
                2,
                -5);
    }
}
