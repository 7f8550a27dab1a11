package io.melolog.standalone.cli;

import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Analyzes a short tone on a scratch data folder, so that the launcher can record which classes a start needs. */
@Command(name = "rehearse", hidden = true, description = "Used by the launcher to prepare quick starts.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RehearseCommand implements Callable<Integer> {
    private static final int SAMPLE_RATE_HZ = 22_050;
    private static final int SECONDS = 2;
    private static final double TONE_HZ = 220;
    private static final int HEADER_BYTES = 44;

    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOption data;

    @Override
    public Integer call() throws Exception {
        Path dir = data.dir();
        PrintWriter out = spec.commandLine().getOut();
        try (LocalService service = LocalService.connect(dir)) {
            Path tone = dir.resolve("tone.wav");
            Files.write(tone, tone());
            boolean completed = new FileAnalysis(tone, "tone", dir.resolve("out"), Map.of())
                    .run(
                            new MelologClient(service, RetryPolicy.DEFAULT, new KeyOption().key(dir)),
                            new PlainProgress(out, spec.commandLine().getErr()),
                            new Semaphore(1));
            return completed ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    /** A 16-bit mono WAV. */
    static byte[] tone() {
        int dataBytes = 2 * SAMPLE_RATE_HZ * SECONDS;
        ByteBuffer wav = ByteBuffer.allocate(HEADER_BYTES + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(HEADER_BYTES - 8 + dataBytes);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1);
        wav.putInt(SAMPLE_RATE_HZ)
                .putInt(2 * SAMPLE_RATE_HZ)
                .putShort((short) 2)
                .putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(dataBytes);
        for (int i = 0; i < SAMPLE_RATE_HZ * SECONDS; i++) {
            wav.putShort((short) (8000 * Math.sin(2 * Math.PI * TONE_HZ * i / SAMPLE_RATE_HZ)));
        }
        return wav.array();
    }
}
