package io.melolog.worker.dsp.f0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against librosa 0.11.0's own output, where the shared audio and an ffmpeg to read it are at hand. */
class PyinParityTest {
    private static final Path PARITY =
            Path.of(System.getProperty("melolog.shared", "../shared")).resolve("audio/parity");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "edge_noise_pink",
                "edge_speech",
                "edge_very_quiet",
                "inst_cello",
                "inst_flute",
                "real_vocadito_1",
                "songA_0dB",
                "sung_pop_female_lyrics",
                "sung_tenor_fast"
            })
    void shouldDecideAsLibrosaDoes(String name) throws Exception {
        // given
        assumeThat(PARITY.resolve(name + ".flac")).exists();
        float[] signal = decode(PARITY.resolve(name + ".flac"));
        List<String> expected = Files.readAllLines(PARITY.resolve(name + ".f0.csv"));
        Pyin pyin = new Pyin(PyinParams.STANDARD);
        PyinWorkspace workspace = new PyinWorkspace(PyinParams.STANDARD, signal.length);

        // when
        pyin.process(signal, 0, signal.length, workspace);
        F0Track track = pyin.finish(workspace);

        // then
        assertThat(track.frames()).isEqualTo(expected.size() - 1);
        int sameVoicing = 0;
        int voiced = 0;
        int sameF0 = 0;
        for (int i = 0; i < track.frames(); i++) {
            String[] columns = expected.get(i + 1).split(",", -1);
            boolean expectVoiced = columns[2].equals("1");
            sameVoicing += expectVoiced == track.voiced(i) ? 1 : 0;
            if (expectVoiced) {
                voiced++;
                sameF0 += isWithinFiveCents(track, i, Double.parseDouble(columns[1])) ? 1 : 0;
            }
        }
        assertThat(sameVoicing).isGreaterThanOrEqualTo((int) Math.ceil(0.999 * track.frames()));
        assertThat(sameF0).isGreaterThanOrEqualTo((int) Math.ceil(0.999 * voiced));
    }

    private static boolean isWithinFiveCents(F0Track track, int frame, double expectedHz) {
        return track.voiced(frame)
                && Math.abs(Math.log(track.f0Hz(frame).orElseThrow() / expectedHz)) < Math.log(2) * 5 / 1200;
    }

    private static float[] decode(Path flac) throws Exception {
        Process ffmpeg;
        try {
            ffmpeg = new ProcessBuilder(
                            "ffmpeg", "-nostdin", "-v", "error", "-i", flac.toString(), "-f", "s16le", "-ac", "1", "-")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            assumeThat(false).as("an ffmpeg on the path").isTrue();
            throw e;
        }
        byte[] bytes = ffmpeg.getInputStream().readAllBytes();
        assertThat(ffmpeg.waitFor()).isZero();
        ByteBuffer samples = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        float[] signal = new float[bytes.length / 2];
        for (int i = 0; i < signal.length; i++) {
            signal[i] = samples.getShort() / 32768f;
        }
        return signal;
    }
}
