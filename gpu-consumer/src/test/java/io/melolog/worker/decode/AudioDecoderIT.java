package io.melolog.worker.decode;

import static io.melolog.worker.decode.AudioTestSupport.CACHE;
import static io.melolog.worker.decode.AudioTestSupport.NEVER;
import static io.melolog.worker.decode.AudioTestSupport.failure;
import static io.melolog.worker.decode.AudioTestSupport.files;
import static io.melolog.worker.decode.AudioTestSupport.samples;
import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioDecoderIT {
    private static final DecodeRequest ORIGINAL = DecodeRequest.original(600);

    private static AudioChildPool pool;
    private static AudioDecoder decoder;
    private static FlacEncoder encoder;

    @TempDir
    Path folder;

    @BeforeAll
    static void startPool() {
        pool = new AudioChildPool(AudioChildSettings.defaults(CACHE));
        decoder = new AudioDecoder(pool);
        encoder = new FlacEncoder(pool);
    }

    @AfterAll
    static void closePool() {
        pool.close();
    }

    @ParameterizedTest
    @CsvSource({"22050,1", "44100,2", "8000,1", "192000,2"})
    void shouldKeepEvery16BitSampleAtTheSourcesRate(int rateHz, int channels) throws Exception {
        // given
        short[] written = new short[40_000];
        Random random = new Random(rateHz);
        for (int i = 0; i < written.length; i++) {
            written[i] = (short) random.nextInt();
        }
        Path wav = WavFixture.int16(folder.resolve("naïve – 夜.wav"), rateHz, channels, written);

        // when
        DecodedAudio audio = decoder.decode(wav, folder, ORIGINAL, NEVER);

        // then
        assertThat(audio.pcm().sampleRateHz()).isEqualTo(rateHz);
        assertThat(audio.source())
                .isEqualTo(new SourceInfo(rateHz, channels, audio.pcm().durationSeconds(), "wav", "pcm_s16le"));
        float[] read = samples(audio.pcm());
        assertThat(read).hasSize(written.length);
        for (int i = 0; i < read.length; i++) {
            assertThat(read[i]).isEqualTo(written[i] / 32768f);
        }
    }

    @Test
    void shouldBringBackEvery24BitSampleFromItsOwnFlac() throws Exception {
        // given
        int[] steps = new Random(7).ints(50_001, -(1 << 23), 1 << 23).toArray();
        Path wav = WavFixture.int24(folder.resolve("a.wav"), 48_000, 1, steps);
        DecodedAudio original = decoder.decode(wav, folder, ORIGINAL, NEVER);

        // when
        long bytes = encoder.encode(original.pcm(), folder.resolve("a.flac"), NEVER);
        DecodedAudio again = decoder.decode(folder.resolve("a.flac"), folder, ORIGINAL, NEVER);

        // then
        assertThat(bytes).isEqualTo(Files.size(folder.resolve("a.flac")));
        assertThat(again.source().codec()).isEqualTo("flac");
        assertThat(samples(again.pcm())).isEqualTo(samples(original.pcm()));
        assertThat(samples(again.pcm())[0]).isEqualTo(steps[0] / (float) (1 << 23));
    }

    @Test
    void shouldWriteTheSameBytesForTheSameAudio() throws Exception {
        // given
        PcmFile pcm = pcm(44_100, 2, noise(30_000));

        // when
        encoder.encode(pcm, folder.resolve("a.flac"), NEVER);
        encoder.encode(pcm, folder.resolve("b.flac"), NEVER);

        // then
        assertThat(folder.resolve("a.flac")).hasSameBinaryContentAs(folder.resolve("b.flac"));
    }

    @Test
    void shouldRefuseToEncodeWhatFlacCannotHold() throws Exception {
        // given
        PcmFile nothing = pcm(44_100, 1, new float[0]);
        PcmFile surround = pcm(44_100, 3, noise(30));

        // when
        AudioException empty = failure(() -> encoder.encode(nothing, folder.resolve("a.flac"), NEVER));
        AudioException wide = failure(() -> encoder.encode(surround, folder.resolve("a.flac"), NEVER));

        // then
        assertThat(empty.code()).isEqualTo(AudioErrorCode.EMPTY_AUDIO);
        assertThat(wide.code()).isEqualTo(AudioErrorCode.UNSUPPORTED_AUDIO);
        assertThat(folder.resolve("a.flac")).doesNotExist();
    }

    @Test
    void shouldMakeEverySampleFinite() throws Exception {
        // given
        float[] hostile = {0.5f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 3e38f, -3e38f, -0.5f};
        Path wav = WavFixture.float32(folder.resolve("a.wav"), 22_050, 1, hostile);

        // when
        DecodedAudio audio = decoder.decode(wav, folder, ORIGINAL, NEVER);
        DecodedAudio resampled = decoder.decode(wav, folder, DecodeRequest.mono(44_100, 600), NEVER);

        // then
        assertThat(samples(audio.pcm())).containsExactly(0.5f, 0, 0, 0, 8, -8, -0.5f);
        assertThat(resampled.pcm().sampleFrames()).isEqualTo(14);
        for (float sample : samples(resampled.pcm())) {
            assertThat(sample).isFinite();
        }
    }

    @Test
    void shouldMixStereoToItsMean() throws Exception {
        // given
        Path wav = WavFixture.int16(folder.resolve("a.wav"), 22_050, 2, new short[] {16384, 8192, -32768, 0});

        // when
        DecodedAudio audio = decoder.decode(wav, folder, DecodeRequest.mono(22_050, 600), NEVER);

        // then
        assertThat(samples(audio.pcm())).containsExactly(0.375f, -0.5f);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 6, 9, 11, 33, 64})
    void shouldMixManyChannelsToStereoWithoutClipping(int channels) throws Exception {
        // given
        short[] loud = new short[1000 * channels];
        Arrays.fill(loud, Short.MAX_VALUE);
        Path wav = WavFixture.int16(folder.resolve("a.wav"), 44_100, channels, loud);

        // when
        DecodedAudio audio = decoder.decode(wav, folder, ORIGINAL, NEVER);

        // then
        assertThat(audio.source().channels()).isEqualTo(channels);
        assertThat(audio.pcm().channels()).isEqualTo(2);
        assertThat(audio.pcm().sampleFrames()).isEqualTo(1000);
        for (float sample : samples(audio.pcm())) {
            assertThat(sample).isBetween(0f, 1f);
        }
    }

    @ParameterizedTest
    @CsvSource({"44100,22050", "48000,44100", "8000,22050", "96000,22050", "11025,44100"})
    void shouldKeepTimeAndPitchWhenResampling(int fromHz, int toHz) throws Exception {
        // given
        Path wav = WavFixture.float32(folder.resolve("a.wav"), fromHz, 1, sine(fromHz, 2 * fromHz));

        // when
        DecodedAudio audio = decoder.decode(wav, folder, DecodeRequest.mono(toHz, 600), NEVER);

        // then
        float[] expected = sine(toHz, 2 * toHz);
        float[] read = samples(audio.pcm());
        assertThat(read).hasSize(expected.length);
        for (int i = 500; i < read.length - 500; i++) {
            assertThat(Math.abs(read[i] - expected[i])).isLessThan(2e-4f);
        }
    }

    @ParameterizedTest
    @CsvSource({"44100,22050,1,1", "22050,44100,1,2", "192000,22050,100,11", "192000,4000,3000,63"})
    void shouldResampleAudioShorterThanTheFilter(int fromHz, int toHz, int frames, int expected) throws Exception {
        // given
        Path wav = WavFixture.int16(folder.resolve("a.wav"), fromHz, 1, new short[frames]);

        // when
        DecodedAudio audio = decoder.decode(wav, folder, DecodeRequest.mono(toHz, 600), NEVER);

        // then
        assertThat(audio.pcm().sampleFrames()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\na.wav\n#EXT-X-ENDLIST\n",
                "ffconcat version 1.0\nfile a.wav\n",
                "[playlist]\nFile1=a.wav\n",
                "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n",
                "just words"
            })
    void shouldRefuseWhatPointsElsewhere(String text) throws Exception {
        // given
        WavFixture.int16(folder.resolve("a.wav"), 22_050, 1, new short[1000]);
        Path list = Files.writeString(folder.resolve("list.mp3"), text);

        // when
        AudioException refused = failure(() -> decoder.decode(list, folder, ORIGINAL, NEVER));

        // then
        assertThat(refused.code()).isEqualTo(AudioErrorCode.UNDECODABLE_AUDIO);
        assertThat(refused.retryable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"3999,1", "192001,1", "44100,65"})
    void shouldRefuseRatesAndChannelsOutOfRange(int rateHz, int channels) throws Exception {
        // given
        Path wav = WavFixture.int16(folder.resolve("a.wav"), rateHz, channels, new short[channels * 100]);

        // when
        AudioException refused = failure(() -> decoder.decode(wav, folder, ORIGINAL, NEVER));

        // then
        assertThat(refused.code()).isEqualTo(AudioErrorCode.UNSUPPORTED_AUDIO);
        assertThat(refused.detail()).containsAnyOf("Hz", "channels");
    }

    @Test
    void shouldRefuseFilesWithoutASample() throws Exception {
        // given
        Path noBytes = Files.createFile(folder.resolve("a.wav"));
        Path noSamples = WavFixture.int16(folder.resolve("b.wav"), 44_100, 1, new short[0]);

        // when
        AudioException first = failure(() -> decoder.decode(noBytes, folder, ORIGINAL, NEVER));
        AudioException second = failure(() -> decoder.decode(noSamples, folder, ORIGINAL, NEVER));

        // then
        assertThat(first.code()).isEqualTo(AudioErrorCode.EMPTY_AUDIO);
        assertThat(second.code()).isEqualTo(AudioErrorCode.EMPTY_AUDIO);
    }

    @Test
    void shouldAcceptExactlyTheLimitAndRefuseMore() throws Exception {
        // given
        Path wav = WavFixture.silence(folder.resolve("a.wav"), 44_100, 1, 10);

        // when
        DecodedAudio audio = decoder.decode(wav, folder, DecodeRequest.original(10), NEVER);
        AudioException refused = failure(() -> decoder.decode(wav, folder, DecodeRequest.original(9.99), NEVER));

        // then
        assertThat(audio.source().durationSeconds()).isEqualTo(10);
        assertThat(refused.code()).isEqualTo(AudioErrorCode.AUDIO_TOO_LONG);
        assertThat(refused.detail()).contains("9.99 s");
        assertThat(files(folder)).isOne();
    }

    @Test
    void shouldReportAMissingFileAsOurFault() {
        // when
        AudioException failed = failure(() -> decoder.decode(folder.resolve("gone.wav"), folder, ORIGINAL, NEVER));

        // then
        assertThat(failed.code()).isEqualTo(AudioErrorCode.DECODER_CRASHED);
        assertThat(failed.retryable()).isTrue();
    }

    private PcmFile pcm(int rateHz, int channels, float[] samples) throws IOException {
        try (PcmWriter writer =
                new PcmWriter(folder.resolve("pcm-" + channels + "-" + samples.length), rateHz, channels)) {
            writer.write(samples, samples.length / channels);
            return writer.file();
        }
    }

    private static float[] noise(int count) {
        Random random = new Random(count);
        float[] samples = new float[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (float) random.nextGaussian() * 0.3f;
        }
        return samples;
    }

    private static float[] sine(int rateHz, int count) {
        float[] samples = new float[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (float) (0.5 * Math.sin(2 * Math.PI * 1000 * i / rateHz + 0.3));
        }
        return samples;
    }
}
