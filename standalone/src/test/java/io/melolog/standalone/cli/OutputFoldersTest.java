package io.melolog.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputFoldersTest {
    private static final Path OUT = Path.of("out");

    @Test
    void shouldNameAFolderAfterTheStem() {
        assertThat(assign("songs/My Song.mp3", "other.tar.gz", ".hidden"))
                .containsExactly("My Song", "other.tar", "_hidden");
    }

    @Test
    void shouldNameAFolderAfterTheFileWhereStemsAreShared() {
        assertThat(assign("a/song.mp3", "b/Song.wav", "solo.flac"))
                .containsExactly("song.mp3", "Song.wav", "solo.flac".replace(".flac", ""));
    }

    @Test
    void shouldNeverGiveTwoInputsOneFolder() {
        assertThat(assign("a/song.mp3", "b/song.mp3", "c/SONG.mp3", "song.mp3-2.wav"))
                .doesNotHaveDuplicates()
                .containsExactly("song.mp3", "song.mp3-2", "SONG.mp3-3", "song.mp3-2-2");
    }

    @ParameterizedTest
    @CsvSource({"a:b?c,a_b_c", "'tr. ',tr", "con,_con", "COM1.x,_COM1.x", "日本 語,日本 語", "..,recording", "...x,_x"})
    void shouldMakeNamesThatEverySystemTakes(String name, String expected) {
        assertThat(OutputFolders.safe(name)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", "../../etc/passwd", "/etc/passwd", "a\\b", "a\u0000b", "x\ny"})
    void shouldNeverLeaveTheFolder(String name) {
        // when
        Path path = OUT.resolve(OutputFolders.safe(name));

        // then
        assertThat(path.normalize().getParent()).isEqualTo(OUT);
        assertThat(path.getNameCount()).isEqualTo(2);
    }

    private static List<String> assign(String... inputs) {
        List<Path> paths = Arrays.stream(inputs).map(Path::of).toList();
        return OutputFolders.assign(OUT, paths).stream()
                .map(folder -> folder.getFileName().toString())
                .toList();
    }
}
