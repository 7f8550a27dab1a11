package io.melolog.it;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** {@code melolog serve} in a process of its own. */
final class Server implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("melolog ready at (http://\\S+)\\s+result topics at (\\S+)");

    private final JavaProcess process;
    private final MelologClient client;
    private final String bootstrapServers;

    private Server(JavaProcess process, MelologClient client, String bootstrapServers) {
        this.process = process;
        this.client = client;
        this.bootstrapServers = bootstrapServers;
    }

    /** Starts on a free port and returns when it is ready. */
    static Server start(Path data, String... extra) {
        List<String> arguments = new ArrayList<>(List.of("serve", "--port", "0", "--data", data.toString()));
        arguments.addAll(List.of(extra));
        Path output = data.resolveSibling(data.getFileName() + "-" + System.nanoTime() + ".out");
        JavaProcess process = JavaProcess.ofClass("io.melolog.standalone.cli.Melolog", arguments, output);
        var ready = process.awaitOutput(READY, Duration.ofSeconds(120));
        if (ready == null) {
            throw new AssertionError("serve ended:\n" + process.output());
        }
        return new Server(process, new MelologClient(URI.create(ready.group(1))), ready.group(2));
    }

    MelologClient client() {
        return client;
    }

    /** Where this server's own broker listens. */
    String bootstrapServers() {
        return bootstrapServers;
    }

    JavaProcess process() {
        return process;
    }

    void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }
}
