package io.melolog.worker.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
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

    @Test
    void shouldFindJarsAndFoldersWithAwkwardNames() throws MalformedURLException {
        // given
        URL inJar = URI.create("jar:file:/opt/my%20app/lib/a.jar!/org/A.class").toURL();
        URL inFolder = URI.create("file:/opt/my%20app/classes/org/A.class").toURL();

        // when
        Path jar = ChildClassPath.root(inJar, "org/A.class");
        Path folder = ChildClassPath.root(inFolder, "org/A.class");

        // then
        assertThat(jar).isEqualTo(Path.of("/opt/my app/lib/a.jar"));
        assertThat(folder).isEqualTo(Path.of("/opt/my app/classes"));
    }

    @Test
    void shouldRefuseJarsInsideJars() throws MalformedURLException {
        // given
        URL nested = URI.create("jar:file:/opt/app.jar!/BOOT-INF/lib/a.jar!/org/A.class")
                .toURL();

        // when / then
        assertThatThrownBy(() -> ChildClassPath.root(nested, "org/A.class"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("plain jar");
    }
}
