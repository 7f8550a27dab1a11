package io.melolog.worker.dsp.peaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.dsp.pcm.PcmWriter;
import io.melolog.worker.dsp.peaks.WaveformSummaries.Channels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaveformSummariesTest {
    @TempDir
    Path folder;

    @Test
    void shouldMixScaleAndRoundAsAudiowaveformDoes() throws IOException {
        // given: 16-bit stereo frames whose mean is -3/2 (towards zero: -1), 511 and -1023/2 (-511), then clipping
        PcmFile file = stereo(-1, -2, 511, 511, -511, -512, 70000, 70000);

        // when
        Peaks sixteen = compute(file, new Zoom.SamplesPerPixel(3), Channels.MIXED, 16);
        Peaks eight = compute(file, new Zoom.SamplesPerPixel(3), Channels.MIXED, 8);

        // then
        assertThat(sixteen.data()).containsExactly(-511, 511, 32767, 32767);
        assertThat(eight.data()).containsExactly(-1, 1, 127, 127);
    }

    @Test
    void shouldKeepChannelsApartOnRequest() throws IOException {
        // given
        PcmFile file = stereo(256, -256, 512, -1024);

        // when
        Peaks peaks = compute(file, new Zoom.SamplesPerPixel(2), Channels.SPLIT, 8);

        // then
        assertThat(peaks.channels()).isEqualTo(2);
        assertThat(peaks.data()).containsExactly(1, 2, -4, -1);
    }

    @ParameterizedTest
    @CsvSource({"44100, 2205", "22050, 1102", "8000, 400", "11, 1"})
    void shouldDeriveSamplesPerPixelByRoundingDown(int sampleRateHz, int expected) {
        assertThat(new Zoom.PixelsPerSecond(20).samplesPerPixel(sampleRateHz, 1000))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3999, 3999", "4000, 4000", "4001, 4000", "100001, 4000"})
    void shouldGiveAnOverviewOfExactlyThatManyPixels(int frames, int pixels) throws IOException {
        // given
        PcmFile file = noise(frames, 1);

        // when
        Peaks peaks = compute(file, new Zoom.Overview(4000), Channels.MIXED, 16);

        // then
        assertThat(peaks.length()).isEqualTo(pixels);
    }

    @Test
    void shouldFindTheSameExtremesAtEveryZoom() throws IOException {
        // given: longer than several blocks, and no multiple of anything
        PcmFile file = noise(70_001, 2);
        List<Zoom> zooms = List.of(
                new Zoom.PixelsPerSecond(20),
                new Zoom.SamplesPerPixel(1),
                new Zoom.SamplesPerPixel(4096),
                new Zoom.Overview(4000),
                new Zoom.SamplesPerPixel(1_000_000));

        // when
        List<Peaks> all;
        try (PcmReader reader = new PcmReader(file)) {
            all = WaveformSummaries.compute(reader, zooms, share -> {}, () -> false);
        }

        // then
        assertThat(all).allSatisfy(peaks -> {
            assertThat(minimum(peaks)).isEqualTo(minimum(all.getFirst()));
            assertThat(maximum(peaks)).isEqualTo(maximum(all.getFirst()));
        });
        assertThat(all).extracting(Peaks::length).containsExactly(32, 70_001, 18, 4000, 1);
    }

    @Test
    void shouldGiveNoPixelsForNoAudio() throws IOException {
        // given
        PcmFile file = noise(0, 2);

        // when
        Peaks peaks = compute(file, new Zoom.Overview(4000), Channels.MIXED, 8);

        // then
        assertThat(peaks.length()).isZero();
    }

    @Test
    void shouldStopWhenCancelled() throws IOException {
        // given
        PcmFile file = noise(1000, 1);

        // when, then
        try (PcmReader reader = new PcmReader(file)) {
            List<Zoom> zooms = List.of(new Zoom.SamplesPerPixel(256));
            assertThatThrownBy(() -> WaveformSummaries.compute(reader, zooms, share -> {}, () -> true))
                    .isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void shouldWriteVersionTwoJson() throws IOException {
        // given
        Path path = folder.resolve("waveform.json");

        // when
        PeaksJson.write(path, new Peaks(1, 44100, 256, 8, new short[] {-3, 4, 0, 127}));

        // then
        assertThat(Files.readString(path))
                .isEqualToIgnoringNewLines("{\"version\":2,\"channels\":1,\"sample_rate\":44100,"
                        + "\"samples_per_pixel\":256,\"bits\":8,\"length\":2,\"data\":[-3,4,0,127]}");
    }

    private static Peaks compute(PcmFile file, Zoom zoom, Channels layout, int bits) throws IOException {
        try (PcmReader reader = new PcmReader(file)) {
            return WaveformSummaries.compute(reader, List.of(zoom), layout, bits, share -> {}, () -> false)
                    .getFirst();
        }
    }

    private static int minimum(Peaks peaks) {
        int min = 0;
        for (int i = 0; i < peaks.data().length; i += 2) {
            min = Math.min(min, peaks.data()[i]);
        }
        return min;
    }

    private static int maximum(Peaks peaks) {
        int max = 0;
        for (int i = 1; i < peaks.data().length; i += 2) {
            max = Math.max(max, peaks.data()[i]);
        }
        return max;
    }

    private PcmFile stereo(int... samples) throws IOException {
        float[] interleaved = new float[samples.length];
        for (int i = 0; i < samples.length; i++) {
            interleaved[i] = samples[i] / 32768f;
        }
        return write(interleaved, 2);
    }

    private PcmFile noise(int frames, int channels) throws IOException {
        Random random = new Random(frames);
        float[] interleaved = new float[frames * channels];
        for (int i = 0; i < interleaved.length; i++) {
            interleaved[i] = random.nextFloat() * 2 - 1;
        }
        return write(interleaved, channels);
    }

    private PcmFile write(float[] interleaved, int channels) throws IOException {
        Path path = Files.createTempDirectory(folder, "pcm").resolve("audio.f32");
        try (PcmWriter writer = new PcmWriter(path, 44100, channels)) {
            writer.write(interleaved, interleaved.length / channels);
            return writer.file();
        }
    }
}
