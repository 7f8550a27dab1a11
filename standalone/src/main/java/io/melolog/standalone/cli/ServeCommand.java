package io.melolog.standalone.cli;

import io.melolog.standalone.server.CannotServeException;
import io.melolog.standalone.server.DataFolder;
import io.melolog.standalone.server.MelologServer;
import io.melolog.standalone.server.ServerSettings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves until the process is told to stop. */
@Command(
        name = "serve",
        description = "Serves the HTTP API; broker, storage and all four services in this process.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ServeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "8080", description = "of the API; default: 8080")
    private int port;

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            description = {
                "where to listen; default: $MELOLOG_HTTP_ADDRESS, else 127.0.0.1.",
                "Another than this machine's own needs MELOLOG_AUTH_MODE=keys."
            })
    private @Nullable String address;

    @Mixin
    private DataOption data;

    @Override
    public Integer call() throws CannotServeException, InterruptedException {
        Path dir = data.dir();
        DataFolder folder = DataFolder.open(dir).orElseThrow(() -> inUse(dir));
        QuietLogging.install(folder.path());
        MelologServer server = MelologServer.start(
                folder, ServerSettings.of(folder.path(), port).at(address()));
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "melolog-stop"));
        spec.commandLine().getOut().println("melolog ready at " + server.address());
        spec.commandLine().getOut().println("result topics at " + server.bootstrapServers() + " (Kafka)");
        stopped.await(); // for ever: the shutdown hook ends it
        return ExitCode.OK;
    }

    private String address() {
        String given = address != null ? address : System.getenv().getOrDefault("MELOLOG_HTTP_ADDRESS", "");
        return given.isBlank() ? ServerSettings.LOOPBACK : given.strip();
    }

    private static CannotServeException inUse(Path dir) {
        String where = DataFolder.address(dir)
                .map(address -> "is already served at " + address)
                .orElse("is in use by another melolog, which is starting or stopping");
        return new CannotServeException(
                "the data folder " + dir.toAbsolutePath().normalize() + " " + where
                        + ". Stop that one, or choose another folder with --data.");
    }
}
