package io.melolog.standalone.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class StorageAccountTest {
    @TempDir
    private Path dir;

    @Test
    void shouldStayTheSameFromStartToStart() throws IOException {
        // given
        StorageAccount first = EmbeddedStorage.prepare(dir.resolve("s3.properties"), 0);

        // then
        assertThat(EmbeddedStorage.prepare(dir.resolve("s3.properties"), 0)).isEqualTo(first);
        assertThat(first.port()).isPositive();
        assertThat(first.secretKey()).hasSize(40);
        assertThat(first.toString()).doesNotContain(first.secretKey());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldBeForTheOwnerOnly() throws IOException {
        // when
        EmbeddedStorage.prepare(dir.resolve("s3.properties"), 0);

        // then
        assertThat(Files.getPosixFilePermissions(dir.resolve("s3.properties")))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void shouldTakeAnotherPortWhenTheLastOneIsTaken() throws IOException {
        // given
        StorageAccount first = EmbeddedStorage.prepare(dir.resolve("s3.properties"), 0);

        // when
        StorageAccount second;
        try (ServerSocket taken = new ServerSocket(first.port(), 1, InetAddress.getLoopbackAddress())) {
            second = EmbeddedStorage.prepare(dir.resolve("s3.properties"), 0);
            assertThat(second.port()).isNotEqualTo(taken.getLocalPort());
        }

        // then
        assertThat(second).isEqualTo(first.withPort(second.port()));
    }

    @Test
    void shouldSayWhenTheFileIsDamaged() throws IOException {
        // given
        Files.writeString(dir.resolve("s3.properties"), "port=1");

        // then
        assertThatThrownBy(() -> EmbeddedStorage.prepare(dir.resolve("s3.properties"), 0))
                .hasMessageContaining("damaged");
    }
}
