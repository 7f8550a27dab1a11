package io.melolog.standalone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    private static final URI ADDRESS = URI.create("http://127.0.0.1:8080");

    @TempDir
    private Path dir;

    @Test
    void shouldBeHeldByOneAtATime() throws Exception {
        // given
        Path path = dir.resolve("a/b");

        // when
        try (DataFolder folder = DataFolder.open(path).orElseThrow()) {
            folder.announce(ADDRESS);

            // then
            assertThat(DataFolder.open(path)).isEmpty();
            assertThat(DataFolder.address(path)).contains(ADDRESS);
        }
        assertThat(DataFolder.address(path)).isEmpty();
        try (DataFolder again = DataFolder.open(path).orElseThrow()) {
            assertThat(again.path()).isEqualTo(path);
        }
    }

    @Test
    void shouldForgetTheAddressOfAProcessThatWasKilled() throws Exception {
        // given
        Files.writeString(dir.resolve("server.url"), "http://127.0.0.1:1\n");

        // when
        try (DataFolder folder = DataFolder.open(dir).orElseThrow()) {
            // then
            assertThat(DataFolder.address(folder.path())).isEmpty();
        }
    }

    @Test
    void shouldSayWhyAFolderCannotBeUsed() throws Exception {
        // given
        Path file = Files.writeString(dir.resolve("file"), "");

        // then
        assertThatThrownBy(() -> DataFolder.open(file))
                .isInstanceOf(CannotServeException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("it is a file")
                .hasMessageContaining("--data");
        assertThatThrownBy(() -> DataFolder.open(file.resolve("below"))).isInstanceOf(CannotServeException.class);
    }
}
