package io.melolog.worker.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A service must not steer the worker to addresses that only the worker can reach. */
class TrustedAddressesTest {
    private final TrustedAddresses addresses =
            new TrustedAddresses(new TestSettings(URI.create("https://sep.example.org/api/"))
                    .hosts("Files.example.org", "store.example.org:9000", "[2001:db8::1]:80")
                    .token("s3cret")
                    .build());

    @ParameterizedTest
    @CsvSource({
        "/a.wav, https://sep.example.org/a.wav",
        "a.wav, https://sep.example.org/api/v2/tracks/a.wav",
        "?id=1, https://sep.example.org/api/v2/tracks/?id=1",
        "https://sep.example.org/a, https://sep.example.org/a",
        "HTTPS://SEP.example.org:443/a, HTTPS://SEP.example.org:443/a",
        "//sep.example.org/a, https://sep.example.org/a",
        "https://files.example.org/a?sign=1, https://files.example.org/a?sign=1",
        "http://files.example.org/a, http://files.example.org/a",
        "http://store.example.org:9000/a, http://store.example.org:9000/a",
        "http://[2001:db8::1]/a, http://[2001:db8::1]/a"
    })
    void shouldAllow(String reference, String address) throws Exception {
        assertThat(addresses.resolve(reference)).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://sep.example.org/a",
                "https://sep.example.org:8443/a",
                "https://sep.example.org./a",
                "https://sep.example.org.evil.org/a",
                "https://evil.org/sep.example.org",
                "https://evil.org#@sep.example.org/",
                "https://sep.example.org@evil.org/",
                "https://user@sep.example.org/a",
                "https://sep.example.org\\@evil.org/a",
                "//evil.org/a",
                "http://169.254.169.254/latest/meta-data",
                "http://127.0.0.1/",
                "http://2130706433/",
                "http://[::1]/",
                "http://localhost:6379/",
                "http://files.example.org:22/",
                "https://store.example.org/a",
                "ftp://sep.example.org/a",
                "file:///etc/passwd",
                "file:/etc/passwd",
                "data:audio/wav;base64,AAAA",
                "jar:https://sep.example.org/a!/b",
                "https:a",
                "javascript:1",
                "https://sep.example.org/a b",
                "https://sep.example.org/\u0000",
                "http://",
                ":"
            })
    void shouldRefuse(String reference) {
        assertThatThrownBy(() -> addresses.resolve(reference))
                .isInstanceOf(RemoteSeparatorException.class)
                .hasMessageStartingWith("The external separator at sep.example.org answered with an address")
                .message()
                .doesNotContain("evil", "passwd", "169.254");
    }

    @ParameterizedTest
    @CsvSource({
        "https://sep.example.org:443/a, true",
        "https://SEP.example.org/a, true",
        "http://sep.example.org/a, false",
        "https://sep.example.org:8443/a, false",
        "https://files.example.org/a, false"
    })
    void shouldGiveTheTokenToTheServiceAlone(URI uri, boolean given) {
        assertThat(addresses
                        .requestTo(uri)
                        .build()
                        .headers()
                        .firstValue("Authorization")
                        .isPresent())
                .isEqualTo(given);
    }
}
