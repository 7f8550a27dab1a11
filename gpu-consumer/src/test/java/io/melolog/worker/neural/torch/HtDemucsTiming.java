package io.melolog.worker.neural.torch;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.sun.management.OperatingSystemMXBean;
import io.melolog.worker.neural.engine.ComputeDevice;
import io.melolog.worker.neural.engine.LoadedNetwork;
import io.melolog.worker.neural.engine.NetworkForm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What {@code benchmarks/htdemucs-vs-reference.sh} starts: {@code FOLDER BATCH [TRACE.pt]}. Answers each line of its input by the CPU
 * seconds of the whole process for one batch, how far its first segment agrees with the reference's golden (dB), and the peak of
 * resident memory (MiB). With a trace of the reference it computes that, by the same library.
 */
final class HtDemucsTiming {
    private HtDemucsTiming() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int batch = Integer.parseInt(arguments[1]);
        NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        NetworkForm form =
                HtDemucsArguments.read(FormulaNetworks.arguments("true")).form();
        TorchNetwork network = arguments.length > 2
                ? ScriptNetwork.read(Path.of(arguments[2]), form, manager)
                : HtDemucs.read(FormulaNetworks.written("true", folder), manager, DataType.FLOAT32);
        float[] segment = FormulaNetworks.segment(form.channels() * form.segmentSamples());
        float[] mixes = new float[batch * segment.length];
        for (int item = 0; item < batch; item++) {
            System.arraycopy(segment, 0, mixes, item * segment.length, segment.length);
        }
        float[] golden = FormulaNetworks.writtenStems("true", folder);
        try (LoadedNetwork loaded = new TorchLoadedNetwork(network, manager, ComputeDevice.CPU);
                BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            while (orders.readLine() != null) {
                double before = cpuSeconds();
                float[] stems = loaded.separate(mixes, batch);
                double seconds = cpuSeconds() - before;
                double agreementDb = PrecisionTrial.agreementDb(golden, Arrays.copyOf(stems, golden.length));
                System.out.printf("RESULT %.3f %.1f %d%n", seconds, agreementDb, peakMebibytes());
            }
        }
    }

    private static double cpuSeconds() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }

    private static long peakMebibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findAny()
                .orElse(0);
    }
}
