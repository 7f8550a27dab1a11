package io.melolog.worker.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteSettingsTest {
    private static final URI URL = URI.create("https://sep.example.org");

    @ParameterizedTest
    @CsvSource({
        "https://sep.example.org, https://sep.example.org/v2/tracks/analyze",
        "https://sep.example.org/, https://sep.example.org/v2/tracks/analyze",
        "http://sep.example.org:8000/api/, http://sep.example.org:8000/api/v2/tracks/analyze",
        "http://[::1]:8000/v2/tracks/analyze, http://[::1]:8000/v2/tracks/analyze"
    })
    void shouldSendTo(String url, String endpoint) {
        assertThat(new TestSettings(URI.create(url)).build().endpoint()).hasToString(endpoint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://a.org",
                "sep.example.org",
                "http:a",
                "/v2",
                "https://u:p@a.org",
                "https://a.org/?x=1",
                "http://a_b/",
                "http://a.org:65536"
            })
    void shouldRefuseAddresses(String url) {
        assertThatThrownBy(() -> new TestSettings(URI.create(url)).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("melolog.separator.url");
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                wrong("connect-timeout", settings -> settings.connect(Duration.ZERO)),
                wrong("response-timeout", settings -> settings.response(Duration.ZERO)),
                wrong("total-timeout", settings -> settings.total(Duration.ofSeconds(-1))),
                wrong("stall-timeout", settings -> settings.stall(Duration.ZERO)),
                wrong("attempts", settings -> settings.attempts(0)),
                wrong("max-bytes", settings -> settings.maxBytes(0)),
                wrong("token", settings -> settings.token("a\r\nX-Header: 1")),
                wrong("token", settings -> settings.token("")),
                wrong("longest-pause", settings -> settings.longestPause(Duration.ZERO)),
                wrong("breaker-failures", settings -> settings.breakerFailures(0)),
                wrong("download-hosts", settings -> settings.hosts("http://a.org/")),
                wrong("download-hosts", settings -> settings.hosts("*")));
    }

    private static Arguments wrong(String property, UnaryOperator<TestSettings> change) {
        return Arguments.of(property, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void shouldNameTheSettingThatIsWrong(String property, UnaryOperator<TestSettings> change) {
        assertThatThrownBy(() -> change.apply(new TestSettings(URL)).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("melolog.separator." + property + " must be");
    }

    @Test
    void shouldNotTellTheToken() {
        assertThat(new TestSettings(URL).token("s3cret").build()).asString().doesNotContain("s3cret");
    }
}
