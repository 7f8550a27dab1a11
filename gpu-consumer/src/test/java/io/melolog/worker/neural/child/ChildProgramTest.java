package io.melolog.worker.neural.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildProgramTest {
    @Test
    void shouldHoldPyTorchAndNothingOfTheWorkersServices() {
        // when
        List<String> entries = List.of(ChildProgram.torch().classPath().split(File.pathSeparator));

        // then
        assertThat(entries).doesNotHaveDuplicates().allMatch(entry -> Files.exists(Path.of(entry)));
        assertThat(entries)
                .anyMatch(entry -> entry.contains("pytorch-engine"))
                .anyMatch(entry -> entry.contains("pytorch-jni"))
                .anyMatch(entry -> entry.contains("pytorch-native"))
                .noneMatch(entry -> entry.contains("kafka") || entry.contains("spring") || entry.contains("minio"));
    }
}
