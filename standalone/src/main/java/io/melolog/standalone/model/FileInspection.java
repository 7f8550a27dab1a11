package io.melolog.standalone.model;

import io.melolog.schemas.model.ModelFormat;
import io.melolog.worker.neural.checkpoint.Checkpoint.Fraction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks at the outline of checkpoints and at descriptions of TorchScript programs. Thread-safe. */
public final class FileInspection implements ModelInspection {
    private static final long DEFAULT_SAMPLE_RATE_HZ = 44_100;
    private static final long DEFAULT_SEGMENT_SECONDS = 10;
    private static final double MAX_SEGMENT_SECONDS = 600;
    private static final int MAX_STEMS = 16;
    private static final Pattern STEM = Pattern.compile("[a-z0-9][a-z0-9_-]{0,31}");
    private static final String VOCALS = "vocals";

    @Override
    public InspectedModel inspect(ModelFormat format, List<Path> files) throws ModelRefusedException, IOException {
        return switch (format) {
            case HTDEMUCS -> checkpoints(files);
            case TORCHSCRIPT -> program(files);
        };
    }

    private static InspectedModel checkpoints(List<Path> files) throws ModelRefusedException, IOException {
        InspectedModel bag = null;
        for (Path file : files) {
            InspectedModel one = named(file, () -> checkpoint(files, CheckpointOutline.read(file)));
            if (bag != null && !bag.equals(one)) {
                throw new ModelRefusedException(file + " does not fit the files before it: it separates " + one.text()
                        + ", and they " + bag.text() + ".");
            }
            bag = one;
        }
        if (bag == null) {
            throw new ModelRefusedException("A model has a file.");
        }
        return bag;
    }

    private static InspectedModel program(List<Path> files) throws ModelRefusedException, IOException {
        Path program = files.getFirst();
        Path description = files.getLast();
        InspectedModel described = named(description, () -> ScriptOutline.read(files, description));
        return named(program, () -> ScriptOutline.requireProgram(program, described));
    }

    private static InspectedModel checkpoint(List<Path> files, CheckpointOutline outline) throws ModelRefusedException {
        Map<String, Object> arguments = outline.arguments();
        Object rate = arguments.getOrDefault("samplerate", DEFAULT_SAMPLE_RATE_HZ);
        if (!(rate instanceof Long sampleRateHz) || sampleRateHz < 1_000 || sampleRateHz > 768_000) {
            throw new ModelRefusedException("its sample rate is none");
        }
        double segmentSeconds =
                switch (arguments.getOrDefault("segment", DEFAULT_SEGMENT_SECONDS)) {
                    case Long seconds -> seconds;
                    case Double seconds -> seconds;
                    case Fraction(long numerator, long denominator) -> (double) numerator / denominator;
                    default -> Double.NaN;
                };
        if (!(segmentSeconds > 0 && segmentSeconds <= MAX_SEGMENT_SECONDS)) {
            throw new ModelRefusedException("the length of its segments is none");
        }
        return new InspectedModel(
                ModelFormat.HTDEMUCS, files, stems(arguments.get("sources")), sampleRateHz.intValue(), segmentSeconds);
    }

    /** The stems in the order of the network's output; the rest of a job reads the vocals. */
    static List<String> stems(@Nullable Object given) throws ModelRefusedException {
        if (!(given instanceof List<?> list) || list.isEmpty() || list.size() > MAX_STEMS) {
            throw new ModelRefusedException("it does not say into which stems it separates");
        }
        List<String> stems = new ArrayList<>();
        for (Object stem : list) {
            if (!(stem instanceof String name)
                    || !STEM.matcher(name).matches()
                    || name.equals("accompaniment")
                    || stems.contains(name)) {
                throw new ModelRefusedException("the name of one of its stems cannot be used");
            }
            stems.add(name);
        }
        if (!stems.contains(VOCALS)) {
            throw new ModelRefusedException("vocals are not among its stems (" + String.join(", ", stems) + ")");
        }
        return stems;
    }

    private interface Look {
        InspectedModel look() throws ModelRefusedException, IOException;
    }

    private static InspectedModel named(Path file, Look look) throws ModelRefusedException, IOException {
        try {
            return look.look();
        } catch (ModelRefusedException e) {
            throw new ModelRefusedException(file + " cannot be added: " + e.getMessage() + ".", e);
        }
    }
}
