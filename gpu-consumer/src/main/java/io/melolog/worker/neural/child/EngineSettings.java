package io.melolog.worker.neural.child;

import io.melolog.worker.neural.engine.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the child's engine is told; travels as the child's arguments.
 *
 * @param threads of the CPU that one computation uses, 1 or more
 * @param gpuBatch most segments that a GPU computes at once, 1 or more
 * @param devices {@code auto} for all, {@code cpu}, or GPUs such as {@code cuda:0,cuda:1}; the CPU is always there to fall back on
 */
public record EngineSettings(int threads, int gpuBatch, Precision precision, String devices) {
    private static final Pattern DEVICES = Pattern.compile("auto|cpu|cuda:\\d{1,3}(,cuda:\\d{1,3})*");

    public EngineSettings {
        if (threads < 1 || gpuBatch < 1) {
            throw new IllegalArgumentException(threads + " threads, batches of " + gpuBatch);
        }
        if (!isDevices(devices)) {
            throw new IllegalArgumentException("auto, cpu or a list such as cuda:0,cuda:1, not " + devices);
        }
    }

    /** Whether it is written as {@link #devices} must be. */
    public static boolean isDevices(String text) {
        return DEVICES.matcher(text).matches();
    }

    List<String> toArguments() {
        return List.of(
                "threads=" + threads,
                "gpuBatch=" + gpuBatch,
                "precision=" + precision.name().toLowerCase(Locale.ROOT),
                "devices=" + devices);
    }

    static EngineSettings ofArguments(String... arguments) {
        Map<String, String> values = Arrays.stream(arguments)
                .map(argument -> argument.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        return new EngineSettings(
                Integer.parseInt(value(values, "threads")),
                Integer.parseInt(value(values, "gpuBatch")),
                Precision.valueOf(value(values, "precision").toUpperCase(Locale.ROOT)),
                value(values, "devices"));
    }

    private static String value(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the child is started with " + name + "=…");
        }
        return value;
    }
}
