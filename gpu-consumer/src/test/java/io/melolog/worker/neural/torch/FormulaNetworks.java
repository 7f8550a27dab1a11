package io.melolog.worker.neural.torch;

import io.melolog.worker.neural.checkpoint.Checkpoint;
import io.melolog.worker.neural.checkpoint.CheckpointTensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Networks whose weights and input a formula gives, the same as in {@code benchmarks/htdemucs_reference.py}, which wrote the
 * reference implementation's stems beside the names and shapes of the weights.
 */
final class FormulaNetworks {
    private static final List<String> OFFICIAL = List.of("drums", "bass", "other", "vocals");

    private FormulaNetworks() {}

    static Map<String, Object> arguments(String name) {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("sources", OFFICIAL);
        switch (name) {
            case "small" -> {
                arguments.putAll(
                        Map.of("channels", 8L, "depth", 2L, "nfft", 256L, "bottom_channels", 16L, "t_layers", 3L));
                arguments.putAll(Map.of("t_heads", 2L, "dconv_mode", 3L, "dconv_comp", 4L, "samplerate", 8000L));
                arguments.put("segment", new Checkpoint.Fraction(1, 4));
            }
            case "six" -> {
                arguments.put("sources", List.of("drums", "bass", "other", "vocals", "guitar", "piano"));
                arguments.putAll(Map.of("channels", 8L, "depth", 2L, "nfft", 256L, "t_layers", 2L, "t_heads", 2L));
                arguments.putAll(Map.of("t_cross_first", true, "t_norm_out", false, "freq_emb", 0L, "dconv_mode", 1L));
                arguments.putAll(Map.of("audio_channels", 1L, "samplerate", 8000L, "segment", 0.2003));
            }
            case "true" ->
                arguments.putAll(
                        Map.of("bottom_channels", 512L, "dconv_mode", 3L, "segment", new Checkpoint.Fraction(39, 5)));
            default -> throw new IllegalArgumentException(name);
        }
        return arguments;
    }

    static Checkpoint committed(String name) throws IOException {
        try (InputStream shapes = resource(name + ".shapes")) {
            return checkpoint(name, new String(shapes.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    static float[] committedStems(String name) throws IOException {
        try (InputStream stems = resource(name + ".f32")) {
            return floats(stems.readAllBytes());
        }
    }

    static Checkpoint written(String name, Path folder) throws IOException {
        return checkpoint(name, Files.readString(folder.resolve(name + ".shapes")));
    }

    static float[] writtenStems(String name, Path folder) throws IOException {
        return floats(Files.readAllBytes(folder.resolve(name + ".f32")));
    }

    static float[] segment(int samples) {
        float[] values = new float[samples];
        for (int index = 0; index < samples; index++) {
            values[index] = (float) (0.3 * (2 * uniform("segment", index) - 1));
        }
        return values;
    }

    private static Checkpoint checkpoint(String name, String shapes) {
        Map<String, CheckpointTensor> state = new LinkedHashMap<>();
        shapes.lines().forEach(line -> {
            String[] words = line.split(" ");
            long[] shape =
                    Arrays.stream(words).skip(1).mapToLong(Long::parseLong).toArray();
            state.put(words[0], tensor(words[0], shape));
        });
        return new Checkpoint("demucs.htdemucs.HTDemucs", arguments(name), state);
    }

    static CheckpointTensor tensor(String name, long... shape) {
        float[] values = new float[(int) Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        double amplitude = Math.sqrt(3.0 * shape[0] / values.length);
        for (int index = 0; index < values.length; index++) {
            double uniform = uniform(name, index);
            double value;
            if (name.endsWith(".scale")) {
                value = 0.2 + 0.3 * uniform;
            } else if (shape.length == 1) {
                value = name.endsWith("weight") ? 0.8 + 0.4 * uniform : 0.1 * (2 * uniform - 1);
            } else {
                value = amplitude * (2 * uniform - 1);
            }
            values[index] = (float) value;
        }
        return new CheckpointTensor(shape, values);
    }

    private static double uniform(String name, int index) {
        CRC32 checksum = new CRC32();
        checksum.update(name.getBytes(StandardCharsets.UTF_8));
        int x = (int) (checksum.getValue() + index * 2654435761L);
        x ^= x >>> 16;
        x *= 0x7FEB352D;
        x ^= x >>> 15;
        x *= 0x846CA68B;
        x ^= x >>> 16;
        return (x >>> 8) / (double) (1 << 24);
    }

    private static float[] floats(byte[] bytes) {
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    private static InputStream resource(String name) {
        InputStream stream = FormulaNetworks.class.getResourceAsStream("/htdemucs/" + name);
        if (stream == null) {
            throw new IllegalStateException("No golden " + name);
        }
        return stream;
    }
}
