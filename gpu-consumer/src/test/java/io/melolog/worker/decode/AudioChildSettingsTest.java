package io.melolog.worker.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioChildSettingsTest {
    private static final Path CACHE = Path.of("cache");

    @Test
    void shouldMakeTheCacheDirectoryAbsolute() {
        // when
        AudioChildSettings settings = AudioChildSettings.defaults(CACHE);

        // then
        assertThat(settings.cacheDirectory()).isAbsolute();
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S,PT1S,600,1,0",
        "PT1S,PT0.5S,600,1,0",
        "PT1S,PT1S,400,1,0",
        "PT1S,PT1S,600,0,0",
        "PT1S,PT1S,600,1,-1"
    })
    void shouldRefuseBoundsThatCannotHold(Duration wall, Duration cpu, long memoryMegabytes, long output, int spares) {
        // when / then
        assertThatThrownBy(() -> new AudioChildSettings(CACHE, wall, cpu, memoryMegabytes << 20, output, spares))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"3999,1,10", "192001,1,10", "-1,1,10", "0,3,10", "0,-1,10", "0,0,0", "0,0,NaN"})
    void shouldRefuseRequestsThatCannotBeMet(int rateHz, int channels, double maxSeconds) {
        // when / then
        assertThatThrownBy(() -> new DecodeRequest(rateHz, channels, maxSeconds))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
