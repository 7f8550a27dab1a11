package io.melolog.standalone.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Where the results of each input go: a folder named after the file's stem, or after the whole file name where two inputs share a stem. */
final class OutputFolders {
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}/\\\\:*?\"<>|]");
    private static final Pattern RESERVED = Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");
    private static final int MAX_NAME_CHARS = 120;

    private OutputFolders() {}

    /** One folder for each input, in their order; no two the same, also where case does not count. */
    static List<Path> assign(Path out, List<Path> inputs) {
        Map<String, Integer> stems = new HashMap<>();
        for (Path input : inputs) {
            stems.merge(folded(stem(input)), 1, Integer::sum);
        }
        Set<String> taken = new HashSet<>();
        List<Path> folders = new ArrayList<>();
        for (Path input : inputs) {
            boolean shared = stems.getOrDefault(folded(stem(input)), 0) > 1;
            folders.add(out.resolve(free(shared ? safe(fileName(input)) : stem(input), taken)));
        }
        return folders;
    }

    /** A name for one file or folder, on any system. */
    static String safe(String name) {
        String safe = UNSAFE.matcher(name).replaceAll("_").strip();
        safe = safe.length() > MAX_NAME_CHARS ? safe.substring(0, MAX_NAME_CHARS) : safe;
        safe = safe.replaceAll("[. ]+$", "").replaceAll("^\\.+", "_");
        if (safe.isEmpty()) {
            return "recording";
        }
        return RESERVED.matcher(safe).matches() ? "_" + safe : safe;
    }

    private static String free(String wanted, Set<String> taken) {
        String name = wanted;
        for (int i = 2; !taken.add(folded(name)); i++) {
            name = wanted + "-" + i;
        }
        return name;
    }

    private static String stem(Path input) {
        String name = fileName(input);
        int dot = name.lastIndexOf('.');
        return safe(dot > 0 ? name.substring(0, dot) : name);
    }

    private static String fileName(Path input) {
        Path name = input.getFileName();
        return name == null ? "" : name.toString();
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
