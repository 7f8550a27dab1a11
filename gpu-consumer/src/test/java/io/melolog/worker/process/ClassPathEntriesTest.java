package io.melolog.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ClassPathEntriesTest {
    @Test
    void shouldFindJarsAndFoldersWithAwkwardNames() throws MalformedURLException {
        // given
        URL inJar = URI.create("jar:file:/opt/my%20app/lib/a.jar!/org/A.class").toURL();
        URL inFolder = URI.create("file:/opt/my%20app/classes/org/A.class").toURL();

        // when
        Path jar = ClassPathEntries.root(inJar, "org/A.class");
        Path folder = ClassPathEntries.root(inFolder, "org/A.class");

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
        assertThatThrownBy(() -> ClassPathEntries.root(nested, "org/A.class"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("plain jar");
    }
}
