package io.melolog.benchmarks;

import io.melolog.worker.dsp.f0.F0Track;
import io.melolog.worker.dsp.f0.Pyin;
import io.melolog.worker.dsp.f0.PyinParams;
import io.melolog.worker.dsp.f0.PyinWorkspace;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Our side of a comparison with another tracker on the same samples: {@code FILE|- FOLDER}. Decodes the file ({@code -}: sings
 * three minutes itself), writes {@code signal.f32} (raw mono floats at 22,050 Hz) and {@code f0.csv} into the folder and prints
 * the CPU seconds that it takes once warm.
 */
public final class PyinTiming {
    private static final int WARM_UP_RUNS = 12;
    private static final int MEASURED_RUNS = 9;

    private PyinTiming() {}

    public static void main(String[] args) throws Exception {
        float[] samples = args[0].equals("-") ? Recordings.sung(180) : Recordings.decoded(Path.of(args[0]));
        Path folder = Path.of(args[1]);
        ByteBuffer bytes = ByteBuffer.allocate(4 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(samples);
        Files.write(folder.resolve("signal.f32"), bytes.array());

        Pyin pyin = new Pyin(PyinParams.STANDARD);
        PyinWorkspace workspace = new PyinWorkspace(PyinParams.STANDARD, samples.length);
        double[] cpuSeconds = new double[MEASURED_RUNS];
        for (int run = -WARM_UP_RUNS; run < MEASURED_RUNS; run++) {
            CpuClock clock = new CpuClock();
            clock.start();
            pyin.process(samples, 0, samples.length, workspace);
            F0Track track = pyin.finish(workspace);
            clock.stop((double) samples.length / Recordings.RATE_HZ);
            if (run >= 0) {
                cpuSeconds[run] = clock.cpuSeconds();
            }
            if (run == 0) {
                write(track, folder.resolve("f0.csv"));
            }
        }
        Arrays.sort(cpuSeconds);
        System.out.println(cpuSeconds[MEASURED_RUNS / 2]);
    }

    private static void write(F0Track track, Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("f0_hz,voiced,voiced_probability\n");
            for (int i = 0; i < track.frames(); i++) {
                out.write((track.voiced(i) ? track.f0Hz(i).orElseThrow() + ",1," : ",0,") + track.voicedProbability(i)
                        + "\n");
            }
        }
    }
}
