package io.melolog.worker.dsp.peaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.dsp.peaks.WaveformSummaries.Channels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against audiowaveform's own outputs. Needs the shared corpus and an ffmpeg on the path. */
class AudiowaveformReferenceTest {
    private static final Path AUDIO = Path.of(System.getProperty("melolog.shared", "../../shared"), "audio");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "edge_one_note_340ms.pps20.b8.json, audio/edge_one_note_340ms.wav, 44100, 1",
        "edge_silence.pps20.b8.json, audio/edge_silence.wav, 22050, 1",
        "fmt_f32_mono_22k_wav.pps20.b8.json, formats/f32_mono_22k.wav, 22050, 1",
        "fmt_s16_mono_8k_wav.pps20.b8.json, formats/s16_mono_8k.wav, 8000, 1",
        "fmt_s16_stereo_wav.pps20.b8.json, formats/s16_stereo.wav, 44100, 2",
        "fmt_stereo_flac.pps20.b8.json, formats/stereo.flac, 44100, 2",
        "fmt_stereo_opus.pps20.b8.json, formats/stereo.opus, 48000, 2",
        "fmt_vbr_id3_cover_mp3.pps20.b8.json, formats/vbr_id3_cover.mp3, 44100, 2",
        "long_3min.pps20.b8.json, audio/long_3min.mp3, 44100, 2",
        "songA_0dB.pps20.b8.json, audio/songA_0dB.flac, 44100, 2",
        "songA_0dB.split.z256.b8.json, audio/songA_0dB.flac, 44100, 2",
        "songA_0dB.z256.b8.json, audio/songA_0dB.flac, 44100, 2",
        "songA_m5dB.pps20.b8.json, audio/songA_m5dB.ogg, 44100, 2",
        "public/test_file_stereo_8bit_64spp_mp3.json, peaks/public/test_file_stereo.mp3, 16000, 2",
    })
    void shouldMatchAudiowaveform(String reference, String audio, int sampleRateHz, int channels) throws Exception {
        // given
        Path expectedFile = AUDIO.resolve("peaks").resolve(reference);
        assumeTrue(Files.exists(expectedFile), "no shared corpus");
        String expected = Files.readString(expectedFile);
        PcmFile pcm = decode(AUDIO.resolve(audio), sampleRateHz, channels);
        Channels layout = reference.contains("split") ? Channels.SPLIT : Channels.MIXED;

        // when
        Peaks peaks = compute(pcm, zoom(reference), layout);

        // then: an encoder's padding at the end is one reader's audio and another's silence, hence not the length of
        // MP3
        int[] data = data(expected);
        int shared = Math.min(data.length, peaks.data().length);
        assertThat(peaks.samplesPerPixel()).isEqualTo(number(expected, "samples_per_pixel"));
        assertThat(peaks.channels()).isEqualTo(number(expected, "channels"));
        if (!audio.endsWith("mp3")) {
            assertThat(peaks.length()).isEqualTo(number(expected, "length"));
        }
        assertThat(shared).isGreaterThan(data.length * 9 / 10);
        for (int i = 0; i < shared; i++) {
            assertThat(Math.abs(peaks.data()[i] - data[i])).as("value %d", i).isLessThanOrEqualTo(1);
        }
    }

    private static Zoom zoom(String reference) {
        if (reference.contains("pps20")) {
            return new Zoom.PixelsPerSecond(20);
        }
        return new Zoom.SamplesPerPixel(reference.contains("64spp") ? 64 : 256);
    }

    private static Peaks compute(PcmFile pcm, Zoom zoom, Channels layout) throws IOException {
        try (PcmReader reader = new PcmReader(pcm)) {
            return WaveformSummaries.compute(reader, List.of(zoom), layout, 8, share -> {}, () -> false)
                    .getFirst();
        }
    }

    private PcmFile decode(Path audio, int sampleRateHz, int channels) throws IOException, InterruptedException {
        Path raw = folder.resolve("audio.f32");
        Process ffmpeg;
        try {
            ffmpeg = new ProcessBuilder(
                            "ffmpeg", "-nostdin", "-v", "error", "-i", audio.toString(), "-f", "f32le", raw.toString())
                    .inheritIO()
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "no ffmpeg");
            throw e;
        }
        assertThat(ffmpeg.waitFor()).isZero();
        return new PcmFile(raw, sampleRateHz, channels, Files.size(raw) / Float.BYTES / channels);
    }

    private static int number(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":(\\d+)").matcher(json);
        assertThat(matcher.find()).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    private static int[] data(String json) {
        String list = json.substring(json.indexOf('[') + 1, json.indexOf(']'));
        return Pattern.compile(",")
                .splitAsStream(list)
                .mapToInt(v -> Integer.parseInt(v.strip()))
                .toArray();
    }
}
