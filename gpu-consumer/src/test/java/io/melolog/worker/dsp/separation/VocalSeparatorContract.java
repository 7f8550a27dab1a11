package io.melolog.worker.dsp.separation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.dsp.pcm.PcmWriter;
import io.melolog.worker.dsp.separation.Recordings.Stems;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every separator holds. */
abstract class VocalSeparatorContract {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "44100, 2, 1",
        "44100, 2, 44101",
        "44100, 1, 30011",
        "48000, 2, 1023",
        "4000, 1, 9999",
        "8000, 2, 20001",
        "96000, 1, 50000",
        "192000, 2, 100003",
    })
    void shouldSplitTheClippedMixIntoTwoPartsThatAddUp(int sampleRateHz, int channels, int frames) throws IOException {
        // given: partly beyond full scale, with pitch and noise
        float[] mix = Recordings.sum(
                Recordings.voice(frames, sampleRateHz, channels), Recordings.noise(frames * channels, 1.2, frames));

        // when
        Stems stems = Recordings.separate(separator(), folder, mix, sampleRateHz, channels);

        // then
        assertThat(stems.vocals()).hasSameSizeAs(mix);
        assertThat(stems.accompaniment()).hasSameSizeAs(mix);
        for (int i = 0; i < mix.length; i++) {
            float vocal = stems.vocals()[i];
            float rest = stems.accompaniment()[i];
            assertThat(vocal).isBetween(-1f, 1f).isEqualTo(Math.round(vocal * 0x1p23) / 0x1p23f);
            assertThat(rest).isBetween(-1f, 1f);
            double stored = Math.min(Math.round(rest * 0x1p23), 0x7fffff) / 0x1p23;
            assertThat(vocal + stored).isCloseTo(Math.clamp(mix[i], -1f, 1f), within(1e-6));
        }
    }

    @Test
    void shouldKeepSilenceSilent() throws IOException {
        // given
        float[] silence = new float[2 * 30_000];

        // when
        Stems stems = Recordings.separate(separator(), folder, silence, 44_100, 2);

        // then
        assertThat(stems.vocals()).containsOnly(0);
        assertThat(stems.accompaniment()).containsOnly(0);
    }

    @Test
    void shouldAcceptARecordingWithoutFrames() throws IOException {
        // given, when
        Stems stems = Recordings.separate(separator(), folder, new float[0], 44_100, 2);

        // then
        assertThat(stems.vocals()).isEmpty();
        assertThat(stems.accompaniment()).isEmpty();
    }

    @Test
    void shouldTakeWhatIsNoNumberForSilence() throws IOException {
        // given
        float[] mix = Recordings.voice(20_000, 44_100, 1);
        mix[777] = Float.NaN;
        mix[778] = Float.POSITIVE_INFINITY;

        // when
        Stems stems = Recordings.separate(separator(), folder, mix, 44_100, 1);

        // then
        for (int i = 0; i < mix.length; i++) {
            assertThat(stems.vocals()[i]).isFinite();
            assertThat(stems.accompaniment()[i]).isFinite();
        }
    }

    @Test
    void shouldNotDependOnLoudness() throws IOException {
        // given
        float[] mix = Recordings.sum(Recordings.voice(88_200, 44_100, 2), Recordings.drums(88_200, 44_100, 2));
        float[] loud = scaled(mix, 0.3f);
        float[] quiet = scaled(mix, 0.003f);

        // when
        Stems fromLoud = Recordings.separate(separator(), folder, loud, 44_100, 2);
        Stems fromQuiet = Recordings.separate(separator(), folder, quiet, 44_100, 2);

        // then
        assertThat(Recordings.sdrDb(fromLoud.vocals(), scaled(fromQuiet.vocals(), 100)))
                .isGreaterThan(30);
    }

    @Test
    void shouldGiveTheSameResultEveryTime() throws IOException {
        // given
        float[] mix = Recordings.sum(Recordings.voice(50_000, 32_000, 2), Recordings.drums(50_000, 32_000, 2));

        // when
        Stems once = Recordings.separate(separator(), folder, mix, 32_000, 2);
        Stems again = Recordings.separate(separator(), folder, mix, 32_000, 2);

        // then
        assertThat(again.vocals()).isEqualTo(once.vocals());
        assertThat(again.accompaniment()).isEqualTo(once.accompaniment());
    }

    @Test
    void shouldGiveMonoTheSameAsStereoWithEqualChannels() throws IOException {
        // given
        float[] mono = Recordings.sum(Recordings.voice(60_000, 44_100, 1), Recordings.drums(60_000, 44_100, 1));
        float[] stereo = new float[2 * mono.length];
        for (int i = 0; i < stereo.length; i++) {
            stereo[i] = mono[i / 2];
        }

        // when
        Stems fromMono = Recordings.separate(separator(), folder, mono, 44_100, 1);
        Stems fromStereo = Recordings.separate(separator(), folder, stereo, 44_100, 2);

        // then
        for (int i = 0; i < stereo.length; i++) {
            assertThat(fromStereo.vocals()[i]).isCloseTo(fromMono.vocals()[i / 2], within(1e-6f));
        }
    }

    @Test
    void shouldReportProgressUpToTheEnd() throws IOException {
        // given
        PcmFile mix = Recordings.write(folder, Recordings.voice(44_100, 44_100, 1), 44_100, 1);
        List<Double> shares = new ArrayList<>();

        // when
        try (PcmReader reader = new PcmReader(mix);
                PcmWriter vocals = new PcmWriter(folder.resolve("v"), 44_100, 1);
                PcmWriter rest = new PcmWriter(folder.resolve("a"), 44_100, 1)) {
            separator().separate(reader, vocals, rest, shares::add, () -> false);
        }

        // then
        assertThat(shares).isSorted().allSatisfy(share -> assertThat(share).isBetween(0.0, 1.0));
        assertThat(shares.getLast()).isEqualTo(1.0);
    }

    @ParameterizedTest
    @CsvSource({"0", "20", "60"})
    void shouldStopWithinASecondOfAudioWhenCancelled(int checksBefore) throws IOException {
        // given: 2 s of audio, about 90 analysis frames in each of two passes
        PcmFile mix = Recordings.write(folder, Recordings.voice(88_200, 44_100, 1), 44_100, 1);
        AtomicInteger checks = new AtomicInteger();

        // when, then
        try (PcmReader reader = new PcmReader(mix);
                PcmWriter vocals = new PcmWriter(folder.resolve("v"), 44_100, 1);
                PcmWriter rest = new PcmWriter(folder.resolve("a"), 44_100, 1)) {
            assertThatThrownBy(() -> separator()
                            .separate(
                                    reader, vocals, rest, share -> {}, () -> checks.getAndIncrement() >= checksBefore))
                    .isInstanceOf(CancellationException.class);
        }
        assertThat(checks).hasValue(checksBefore + 1);
    }

    @Test
    void shouldRefuseSurroundAndStemsOfAnotherForm() throws IOException {
        // given
        PcmFile surround = Recordings.write(folder, new float[600], 44_100, 6);
        PcmFile stereo = Recordings.write(folder, new float[600], 44_100, 2);

        // when, then
        try (PcmReader six = new PcmReader(surround);
                PcmReader two = new PcmReader(stereo);
                PcmWriter sixOut = new PcmWriter(folder.resolve("six"), 44_100, 6);
                PcmWriter twoOut = new PcmWriter(folder.resolve("two"), 44_100, 2);
                PcmWriter other = new PcmWriter(folder.resolve("other"), 48_000, 2)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> separator().separate(six, sixOut, sixOut, share -> {}, () -> false));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> separator().separate(two, twoOut, other, share -> {}, () -> false));
        }
    }

    abstract VocalSeparator separator();

    static float[] scaled(float[] samples, float gain) {
        float[] scaled = samples.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= gain;
        }
        return scaled;
    }
}
