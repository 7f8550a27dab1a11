package io.melolog.worker.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ChildClassPathTest {
    @Test
    void shouldHoldTheChildAndFfmpegOnly() {
        // when
        String[] entries = ChildClassPath.find().split(File.pathSeparator);

        // then
        assertThat(entries).hasSize(5).allMatch(entry -> Files.exists(Path.of(entry)));
        assertThat(entries).filteredOn(entry -> entry.contains("bytedeco")).hasSize(4);
    }
}
