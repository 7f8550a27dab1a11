package io.melolog.standalone.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Which data folder. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "where everything is kept; default: $MELOLOG_DATA, else data beside the launcher")
    private @Nullable Path given;

    Path dir() {
        return given != null ? given : byDefault(System.getenv(), System.getProperty("melolog.home", ""));
    }

    static Path byDefault(Map<String, String> environment, String home) {
        String named = environment.getOrDefault("MELOLOG_DATA", "");
        return named.isBlank() ? Path.of(home, "data") : Path.of(named);
    }
}
