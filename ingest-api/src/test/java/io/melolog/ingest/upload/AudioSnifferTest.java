package io.melolog.ingest.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.melolog.ingest.testing.Audio;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AudioSnifferTest {
    private static final Path CORPUS = Path.of(System.getProperty("melolog.shared", "../../shared"), "audio");

    static Stream<Arguments> headers() {
        return Stream.of(
                Arguments.of(AudioType.WAV, Audio.ascii("RIFF....WAVEfmt ")),
                Arguments.of(AudioType.WAV, Audio.ascii("RF64....WAVEds64")),
                Arguments.of(AudioType.FLAC, Audio.ascii("fLaC\0\0\0\"")),
                Arguments.of(AudioType.OGG, Audio.ascii("OggS\0\2" + "x".repeat(22) + "\u0001vorbis")),
                Arguments.of(AudioType.OGG, Audio.ascii("OggS\0\2" + "x".repeat(22) + "OpusHead")),
                Arguments.of(AudioType.MP4, Audio.ascii("\0\0\0 ftypM4A \0\0\0\0")),
                Arguments.of(AudioType.AIFF, Audio.ascii("FORM....AIFFCOMM")),
                Arguments.of(AudioType.AIFF, Audio.ascii("FORM....AIFCFVER")),
                Arguments.of(AudioType.WEBM, Audio.ascii("\u001A\u0045\u00DF\u00A3....B\u0082\u0084webm")),
                Arguments.of(AudioType.MATROSKA, Audio.ascii("\u001A\u0045\u00DF\u00A3....B\u0082\u0088matroska")),
                Arguments.of(AudioType.MPEG, Audio.ascii("ID3\u0003\0\0\u0001\0\0\0")),
                Arguments.of(AudioType.FLAC, Audio.ascii("ID3\u0003\0\0\0\0\0\u0004xxxxfLaC")),
                Arguments.of(AudioType.MPEG, Audio.mp3(3)),
                Arguments.of(AudioType.MPEG, Audio.mp3(1)),
                Arguments.of(AudioType.MPEG, Audio.join(Audio.ascii("<html>junk</html>"), Audio.mp3(3))),
                Arguments.of(AudioType.AAC, adts(3)));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void shouldKnowAudioByItsFirstBytes(AudioType type, byte[] head) {
        assertThat(AudioSniffer.sniff(head)).contains(type);
    }

    static Stream<byte[]> others() {
        return Stream.of(
                new byte[0],
                new byte[] {(byte) 0xFF},
                Audio.ascii("RIFF"),
                Audio.ascii("RIFF....WEBPVP8 "),
                Audio.ascii("RIFF....AVI LIST"),
                Audio.ascii("\u0089PNG\r\n\u001A\n"),
                Audio.ascii("%PDF-1.7"),
                Audio.ascii("\0\0\0 ftypheic"),
                Audio.ascii("OggS\0\2" + "x".repeat(22) + "\u0080theora"),
                Audio.ascii("<!doctype html><title>not music</title>"),
                Audio.join(Audio.ascii("PK\u0003\u0004"), Audio.mp3(5)),
                Audio.join(Audio.ascii("words, then two frames only "), Audio.mp3(2)),
                new byte[AudioSniffer.HEAD_BYTES]);
    }

    @ParameterizedTest
    @MethodSource("others")
    void shouldRefuseWhatIsSurelySomethingElse(byte[] head) {
        assertThat(AudioSniffer.sniff(head)).isEmpty();
    }

    @Test
    void shouldSurviveAnyBytes() {
        // given
        Random random = new Random(5);
        int taken = 0;

        // when
        for (int i = 0; i < 300; i++) {
            byte[] noise = new byte[random.nextInt(20_000)];
            random.nextBytes(noise);
            taken += AudioSniffer.sniff(noise).isPresent() ? 1 : 0;
        }

        // then
        assertThat(taken).isLessThanOrEqualTo(3);
    }

    @Test
    void shouldSurviveEveryPrefixOfEveryHeader() {
        headers().map(arguments -> (byte[]) arguments.get()[1]).forEach(head -> {
            for (int length = 0; length < Math.min(head.length, 64); length++) {
                AudioSniffer.sniff(java.util.Arrays.copyOf(head, length));
            }
        });
    }

    @Test
    void shouldTakeEveryFormatOfTheCorpus() throws IOException {
        assumeTrue(Files.exists(CORPUS), "no corpus here");
        for (JsonNode entry : files("formats.json")) {
            String file = entry.path("file").stringValue();
            Optional<AudioType> type = AudioSniffer.sniff(head(file));
            assertThat(type).as(file).isPresent();
        }
    }

    @Test
    void shouldTakeEveryDamagedFileThatMayBePlayableAndRefuseWhatIsNoAudio() throws IOException {
        assumeTrue(Files.exists(CORPUS), "no corpus here");
        Set<String> never = Set.of(
                "malformed/text.mp3",
                "malformed/png_named.wav",
                "malformed/zero_bytes.mp3",
                "malformed/zero_bytes.wav");
        for (JsonNode entry : files("malformed.json")) {
            String file = entry.path("file").stringValue();
            boolean taken = AudioSniffer.sniff(head(file)).isPresent();
            if (never.contains(file)) {
                assertThat(taken).as(file).isFalse();
            } else if (!entry.path("expect").stringValue().equals("reject")) {
                assertThat(taken).as(file).isTrue();
            }
        }
    }

    @Test
    void shouldNameTypesThatPlayersKnow() {
        Map<AudioType, String> expected = Map.of(AudioType.MPEG, "audio/mpeg", AudioType.MP4, "audio/mp4");
        expected.forEach((type, mediaType) -> assertThat(type.mediaType()).isEqualTo(mediaType));
        assertThat(AudioType.mediaTypes()).doesNotHaveDuplicates().hasSize(AudioType.values().length);
    }

    private static List<JsonNode> files(String list) throws IOException {
        JsonNode json = JsonMapper.builder().build().readTree(Files.readAllBytes(CORPUS.resolve(list)));
        return (json.isArray() ? json : json.path("files")).valueStream().toList();
    }

    private static byte[] head(String file) throws IOException {
        try (InputStream content = Files.newInputStream(CORPUS.resolve(file))) {
            return content.readNBytes(AudioSniffer.HEAD_BYTES);
        }
    }

    private static byte[] adts(int frames) {
        byte[] frame = new byte[200];
        frame[0] = (byte) 0xFF;
        frame[1] = (byte) 0xF1;
        frame[2] = 0x50;
        frame[3] = (byte) 0x80;
        frame[4] = (byte) (200 >> 3);
        frame[5] = (byte) ((200 & 7) << 5);
        byte[] all = {};
        for (int i = 0; i < frames; i++) {
            all = Audio.join(all, frame);
        }
        return all;
    }
}
