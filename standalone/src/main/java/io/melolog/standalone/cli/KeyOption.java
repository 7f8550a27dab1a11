package io.melolog.standalone.cli;

import io.melolog.standalone.server.AdminKey;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Which key the server is shown. */
final class KeyOption {
    @Option(
            names = "--key",
            paramLabel = "KEY",
            scope = ScopeType.INHERIT,
            description =
                    "an API key or a token of the server; default: $MELOLOG_API_KEY, which no list of processes shows")
    private @Nullable String given;

    /** What was given, else of the environment, else what opens the server on a data folder of ours; null for none. */
    @Nullable
    String key(@Nullable Path ownDataDir) {
        String key = given != null ? given : System.getenv().getOrDefault("MELOLOG_API_KEY", "");
        if (!key.isBlank()) {
            return key.strip();
        }
        return ownDataDir == null ? null : AdminKey.find(ownDataDir).orElse(null);
    }
}
