package io.melolog.ingest.upload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
    @ParameterizedTest
    @CsvSource({
        "song.mp3, song.mp3",
        "../../etc/passwd, passwd",
        "C:\\fakepath\\song.mp3, song.mp3",
        "a\\b.mp3, a\\b.mp3",
        "naïve – 夜.mp3, naïve – 夜.mp3",
        "'a\u202Egpm.exe', agpm.exe",
        "'a\u200F\u061Cb\u200B\u2060.wav', ab.wav",
        "'می\u200Cخواهم.mp3', 'می\u200Cخواهم.mp3'",
        "'a\r\nSet-Cookie: b.wav', aSet-Cookie: b.wav",
    })
    void shouldKeepTheNameAndNotThePath(String given, String kept) {
        assertThat(FileNames.cleaned(given)).isEqualTo(kept);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {" ", "/", "\0\n", "a/"})
    void shouldNameWhatHasNoName(String given) {
        assertThat(FileNames.cleaned(given)).isEqualTo("upload");
    }
}
