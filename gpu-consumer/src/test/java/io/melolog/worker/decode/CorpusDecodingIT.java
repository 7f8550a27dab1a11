package io.melolog.worker.decode;

import static io.melolog.worker.decode.AudioTestSupport.CACHE;
import static io.melolog.worker.decode.AudioTestSupport.NEVER;
import static io.melolog.worker.decode.AudioTestSupport.failure;
import static io.melolog.worker.decode.AudioTestSupport.samples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every format and every hostile file of the shared corpus, where it is present. */
class CorpusDecodingIT {
    private static final Path CORPUS = Path.of(System.getProperty("melolog.shared", "../shared"), "audio");
    private static final double TOLERANCE_SECONDS = 0.001;

    private static AudioChildPool pool;
    private static AudioDecoder decoder;

    @TempDir
    Path folder;

    @BeforeAll
    static void startPool() {
        pool = new AudioChildPool(AudioChildSettings.defaults(CACHE));
        decoder = new AudioDecoder(pool);
    }

    @AfterAll
    static void closePool() {
        pool.close();
    }

    static Stream<Listed> formats() throws IOException {
        return listed("formats.json");
    }

    static Stream<Listed> malformed() throws IOException {
        return listed("malformed.json");
    }

    @ParameterizedTest
    @MethodSource("formats")
    void shouldDecodeEveryFormat(Listed listed) throws Exception {
        // given
        JsonNode expected = listed.entry();

        // when
        DecodedAudio audio = decoder.decode(listed.file(), folder, DecodeRequest.original(600), NEVER);

        // then
        int channels = expected.path("channels").asInt();
        double tolerance = expected.path("tolerance_s").asDouble(TOLERANCE_SECONDS);
        assertThat(audio.source().channels()).isEqualTo(channels);
        assertThat(audio.pcm().channels()).isEqualTo(Math.min(2, channels));
        assertThat(audio.pcm().sampleRateHz())
                .isEqualTo(expected.path("sample_rate").asInt());
        assertThat(audio.pcm().durationSeconds())
                .isCloseTo(expected.path("duration_s").asDouble(), within(tolerance));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void shouldSurviveEveryHostileFile(Listed listed) throws Exception {
        switch (listed.entry().path("expect").asString()) {
            case "accept" ->
                assertThat(decodeFinite(listed).pcm().sampleFrames()).isPositive();
            case "limit" ->
                assertThat(failure(() -> decodeFinite(listed)).code()).isEqualTo(AudioErrorCode.AUDIO_TOO_LONG);
            case "reject" ->
                assertThat(failure(() -> decodeFinite(listed)).retryable()).isFalse();
            default -> assertDecodesOrRefuses(listed);
        }
    }

    private void assertDecodesOrRefuses(Listed listed) throws IOException {
        try {
            assertThat(decodeFinite(listed).pcm().sampleFrames()).isPositive();
        } catch (AudioException e) {
            assertThat(e.retryable()).isFalse();
        }
    }

    private DecodedAudio decodeFinite(Listed listed) throws AudioException, IOException {
        DecodedAudio audio = decoder.decode(listed.file(), folder, DecodeRequest.original(60), NEVER);
        for (float sample : samples(audio.pcm())) {
            assertThat(Math.abs(sample)).isLessThanOrEqualTo(8);
        }
        return audio;
    }

    private static Stream<Listed> listed(String index) throws IOException {
        Path file = CORPUS.resolve(index);
        Assumptions.assumeTrue(Files.exists(file), "the shared corpus is not here");
        JsonNode root = JsonMapper.shared().readTree(Files.readString(file));
        return root.path("files").valueStream().map(Listed::new);
    }

    record Listed(JsonNode entry) {
        Path file() {
            return CORPUS.resolve(entry.path("file").asString());
        }

        @Override
        public String toString() {
            return entry.path("file").asString();
        }
    }
}
