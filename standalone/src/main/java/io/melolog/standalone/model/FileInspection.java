package io.melolog.standalone.model;

import io.melolog.schemas.model.ModelFormat;
import io.melolog.worker.neural.checkpoint.Checkpoint.Fraction;
import io.melolog.worker.neural.checkpoint.CheckpointOutline;
import io.melolog.worker.neural.checkpoint.CheckpointReader;
import io.melolog.worker.neural.engine.ModelFormatException;
import io.melolog.worker.neural.engine.NetworkForm;
import io.melolog.worker.neural.engine.StemNames;
import io.melolog.worker.neural.torchscript.ScriptDescription;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks at the outline of checkpoints and at descriptions of TorchScript programs. Thread-safe. */
public final class FileInspection implements ModelInspection {
    private static final long DEFAULT_SAMPLE_RATE_HZ = 44_100;
    private static final long DEFAULT_SEGMENT_SECONDS = 10;
    private static final double MAX_SEGMENT_SECONDS = 600;

    @Override
    public InspectedModel inspect(ModelFormat format, List<Path> files) throws ModelRefusedException, IOException {
        return switch (format) {
            case HTDEMUCS -> checkpoints(files);
            case TORCHSCRIPT -> program(files);
        };
    }

    private static InspectedModel checkpoints(List<Path> files) throws ModelRefusedException {
        InspectedModel bag = null;
        for (Path file : files) {
            InspectedModel one = named(file, () -> checkpoint(files, CheckpointReader.outline(file)));
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
        InspectedModel described = named(description, () -> {
            NetworkForm form = ScriptDescription.read(description);
            double segmentSeconds = (double) form.segmentSamples() / form.sampleRateHz();
            return new InspectedModel(
                    ModelFormat.TORCHSCRIPT, files, form.stems(), form.sampleRateHz(), segmentSeconds);
        });
        try (InputStream in = Files.newInputStream(program)) {
            if (in.read() == 'P' && in.read() == 'K') {
                return described;
            }
        }
        throw new ModelRefusedException(program + " cannot be added: The file is no TorchScript program.");
    }

    private static InspectedModel checkpoint(List<Path> files, CheckpointOutline outline) throws ModelFormatException {
        Map<String, Object> arguments = outline.arguments();
        Object rate = arguments.getOrDefault("samplerate", DEFAULT_SAMPLE_RATE_HZ);
        if (!(rate instanceof Long sampleRateHz) || sampleRateHz < 1_000 || sampleRateHz > 768_000) {
            throw new ModelFormatException("The checkpoint's sample rate is none.");
        }
        double segmentSeconds =
                switch (arguments.getOrDefault("segment", DEFAULT_SEGMENT_SECONDS)) {
                    case Long seconds -> seconds;
                    case Double seconds -> seconds;
                    case Fraction(long numerator, long denominator) -> (double) numerator / denominator;
                    case null, default -> Double.NaN;
                };
        if (!(segmentSeconds > 0 && segmentSeconds <= MAX_SEGMENT_SECONDS)) {
            throw new ModelFormatException("The length of the checkpoint's segments is none.");
        }
        List<String> stems = stems(arguments.get("sources"));
        return new InspectedModel(ModelFormat.HTDEMUCS, files, stems, sampleRateHz.intValue(), segmentSeconds);
    }

    /** The stems in the order of the network's output; the rest of a job reads the vocals. */
    private static List<String> stems(@Nullable Object given) throws ModelFormatException {
        if (!(given instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
            throw new ModelFormatException("The checkpoint does not say into which stems it separates.");
        }
        List<String> stems = list.stream().map(String.class::cast).toList();
        StemNames.check(stems);
        return stems;
    }

    private interface Look {
        InspectedModel look() throws ModelFormatException;
    }

    private static InspectedModel named(Path file, Look look) throws ModelRefusedException {
        try {
            return look.look();
        } catch (ModelFormatException e) {
            throw new ModelRefusedException(file + " cannot be added: " + e.getMessage(), e);
        }
    }
}
