package io.melolog.worker.dsp.separation;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.worker.dsp.separation.Recordings.Stems;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskNetworkSeparatorTest extends VocalSeparatorContract {
    @Override
    VocalSeparator separator() {
        return MaskNetworkSeparator.embedded();
    }

    @ParameterizedTest
    @CsvSource({"44100, 2", "44100, 1", "48000, 2", "22050, 1", "16000, 2", "96000, 1"})
    void shouldFindAVoiceAmongDrums(int sampleRateHz, int channels) throws IOException {
        // given
        int frames = 4 * sampleRateHz;
        float[] voice = Recordings.voice(frames, sampleRateHz, channels);
        float[] drums = Recordings.drums(frames, sampleRateHz, channels);
        float[] mix = Recordings.sum(voice, drums);

        // when
        Stems stems = Recordings.separate(separator(), folder, mix, sampleRateHz, channels);

        // then
        double before = Recordings.sdrDb(voice, mix);
        assertThat(Recordings.sdrDb(voice, stems.vocals())).isGreaterThan(before + 5);
        assertThat(Recordings.sdrDb(drums, stems.accompaniment())).isGreaterThan(Recordings.sdrDb(drums, mix) + 5);
    }
}
