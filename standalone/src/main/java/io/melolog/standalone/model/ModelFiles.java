package io.melolog.standalone.model;

import io.melolog.schemas.model.ModelFile;
import io.melolog.schemas.model.ModelFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The files of a model on disk.
 *
 * @param files in the order of the format
 */
public record ModelFiles(ModelFormat format, List<Path> files) {
    private static final String CHECKPOINT = ".th";
    private static final String PROGRAM = ".pt";
    private static final String DESCRIPTION = "model.json";

    public ModelFiles {
        files = List.copyOf(files);
    }

    /**
     * Tells by their names what files are, and finds the one that belongs beside them.
     *
     * @throws ModelRefusedException when a file is missing, or they are not the files of one model
     */
    public static ModelFiles of(List<Path> given) throws ModelRefusedException {
        for (Path file : given) {
            requireReadable(file);
        }
        if (given.stream().allMatch(file -> hasEnding(file, CHECKPOINT))) {
            return new ModelFiles(ModelFormat.HTDEMUCS, given);
        }
        List<Path> programs =
                given.stream().filter(file -> hasEnding(file, PROGRAM)).toList();
        if (programs.size() != 1 || given.size() > 2) {
            throw new ModelRefusedException("A model is one or more *" + CHECKPOINT + " checkpoints, or one *" + PROGRAM
                    + " with " + DESCRIPTION + " beside it.");
        }
        Path program = programs.getFirst();
        Path description = given.stream()
                .filter(file -> !file.equals(program))
                .findFirst()
                .orElseGet(() -> program.resolveSibling(DESCRIPTION));
        if (!nameOf(description).equals(DESCRIPTION) || !Files.isReadable(description)) {
            throw new ModelRefusedException("There is no " + DESCRIPTION + " beside " + program
                    + ": it says at which sample rate the program works, and into which stems it separates.");
        }
        return new ModelFiles(ModelFormat.TORCHSCRIPT, List.of(program, description));
    }

    private static void requireReadable(Path file) throws ModelRefusedException {
        if (!Files.exists(file)) {
            throw new ModelRefusedException(file + ": no such file.");
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new ModelRefusedException(file + " cannot be read as a file.");
        }
    }

    /** The files under names that the catalogue takes, each its own. */
    public Map<String, Path> named() {
        Map<String, Path> named = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < files.size(); i++) {
            String name = cleaned(nameOf(files.get(i)));
            String own = taken.add(name) ? name : i + "-" + name;
            named.put(own, files.get(i));
        }
        return named;
    }

    private static String cleaned(String name) {
        if (ModelFile.isName(name)) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        return ModelName.ofFile(name) + name.substring(dot).toLowerCase(Locale.ROOT);
    }

    private static boolean hasEnding(Path file, String ending) {
        return nameOf(file).toLowerCase(Locale.ROOT).endsWith(ending);
    }

    static String nameOf(Path file) {
        Path name = file.getFileName();
        return name == null ? "" : name.toString();
    }
}
