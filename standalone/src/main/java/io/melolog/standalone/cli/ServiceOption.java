package io.melolog.standalone.cli;

import io.melolog.standalone.server.CannotServeException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Which service: one of somebody else, or the one on a data folder, which is started where none runs. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ServiceOption {
    @Option(
            names = "--server",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "a melolog server; default: the one that runs on the data folder, else one in this process")
    private @Nullable URI server;

    @Mixin
    private DataOption data;

    @Mixin
    private KeyOption key;

    /** The data folder, also where the service is somebody else's. */
    Path dataDir() {
        return data.dir();
    }

    /** A client of the service that was {@linkplain #connect connected}. */
    MelologClient client(ApiAddress address) {
        return new MelologClient(address, RetryPolicy.DEFAULT, key.key(server == null ? data.dir() : null));
    }

    ApiAddress connect(PrintWriter err) throws CannotServeException, InterruptedException {
        if (server != null) {
            QuietLogging.installWithoutFile();
            return ApiAddress.fixed(server);
        }
        if (LocalService.running(data.dir()).isEmpty()) {
            err.println("starting melolog on " + data.dir() + " ...");
        }
        return LocalService.connect(data.dir());
    }
}
