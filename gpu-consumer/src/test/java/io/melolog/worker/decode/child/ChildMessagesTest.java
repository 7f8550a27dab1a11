package io.melolog.worker.decode.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ChildMessagesTest {
    static Stream<ChildRequest> requests() {
        return Stream.of(
                new ChildRequest.Decode("/in/naïve – 夜", "/out", 22_050, 1, 600.5, 1L << 40),
                new ChildRequest.EncodeFlac("/in", "/out", 44_100, 2, 1L << 33, 7));
    }

    static Stream<ChildReply> replies() {
        return Stream.concat(
                Stream.of(
                        new ChildReply.Decoded(22_050, 1, 1L << 33, 44_100, 6, 1.25, "mp4", "aac"),
                        new ChildReply.Encoded(1L << 40)),
                Arrays.stream(ChildFailure.values()).map(failure -> new ChildReply.Failed(failure, "why")));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void shouldReadTheRequestThatWasWritten(ChildRequest request) throws IOException {
        // given
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        request.writeTo(new DataOutputStream(bytes));

        // when
        ChildRequest read = ChildRequest.readFrom(input(bytes.toByteArray()));

        // then
        assertThat(read).isEqualTo(request);
    }

    @ParameterizedTest
    @MethodSource("replies")
    void shouldReadTheReplyThatWasWritten(ChildReply reply) throws IOException {
        // given
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        reply.writeTo(new DataOutputStream(bytes));

        // when
        ChildReply read = ChildReply.readFrom(input(bytes.toByteArray()));

        // then
        assertThat(read).isEqualTo(reply);
    }

    @Test
    void shouldRefuseWhatIsNoMessage() {
        // given
        byte[] nonsense = {0, 3, 'a', 'b', 'c', 0, 0};

        // when / then
        assertThatThrownBy(() -> ChildRequest.readFrom(input(nonsense))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> ChildReply.readFrom(input(nonsense))).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = ChildFailure.class,
            names = {"STORAGE_FULL", "OUTPUT_LIMIT", "INTERNAL"})
    void shouldTellAFullDiskFromALimitAndFromOtherFaults(ChildFailure expected) {
        // given
        IOException fault =
                switch (expected) {
                    case STORAGE_FULL -> new IOException("No space left on device");
                    case OUTPUT_LIMIT -> new IOException("File too large");
                    default -> new IOException("Input/output error");
                };

        // when
        ChildFailure failure = ChildMain.ofFile(fault);

        // then
        assertThat(failure).isEqualTo(expected);
    }

    private static DataInputStream input(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }
}
