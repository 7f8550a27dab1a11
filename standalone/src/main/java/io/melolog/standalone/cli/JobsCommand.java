package io.melolog.standalone.cli;

import io.melolog.standalone.server.CannotServeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Looks after jobs of a running server. */
@Command(
        name = "jobs",
        description = "Lists, shows, cancels and removes jobs of a running server.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class JobsCommand implements Runnable {
    private static final int LIMIT = 50;
    private static final String ROW = "%-36s  %-10s  %-24s  %s%n";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--server",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "a melolog server; default: the one that runs on the data folder")
    private @Nullable URI server;

    @Mixin
    private DataOption data;

    @Mixin
    private KeyOption key;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: list, show, cancel or rm.");
    }

    @Command(name = "list", description = "Lists jobs, the newest first.", mixinStandardHelpOptions = true)
    int list(
            @Option(names = "--status", description = "only: waiting, processing, completed or failed") @Nullable
                    String status,
            @Option(names = "--limit", defaultValue = "" + LIMIT, description = "at most; default: " + LIMIT) int limit)
            throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(ROW, "JOB", "STATUS", "FILE", "STAGES");
        for (JobDocument job : client().jobs(status, limit, null).all()) {
            String file = job.content() == null || job.content().fileName() == null
                    ? ""
                    : job.content().fileName();
            out.printf(ROW, job.id(), job.status(), file, StageText.summary(job));
        }
        out.flush();
        return ExitCode.OK;
    }

    @Command(name = "show", description = "Prints a job's document.", mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "JOB") String id) throws Exception {
        spec.commandLine().getOut().println(new String(client().jobJson(id), StandardCharsets.UTF_8));
        return ExitCode.OK;
    }

    @Command(name = "cancel", description = "Ends jobs that still run.", mixinStandardHelpOptions = true)
    int cancel(@Parameters(arity = "1..*", paramLabel = "JOB") List<String> ids) throws Exception {
        return each(ids, "cancelled", MelologClient::cancel);
    }

    @Command(name = "rm", description = "Erases jobs and what belongs to them alone.", mixinStandardHelpOptions = true)
    int remove(@Parameters(arity = "1..*", paramLabel = "JOB") List<String> ids) throws Exception {
        return each(ids, "removed", MelologClient::remove);
    }

    private interface Action {
        void apply(MelologClient client, String id)
                throws ApiException, IOException, InterruptedException, CannotServeException;
    }

    private int each(List<String> ids, String done, Action action) throws Exception {
        MelologClient client = client();
        int exitCode = ExitCode.OK;
        for (String id : ids) {
            try {
                action.apply(client, id);
                spec.commandLine().getOut().println(id + ": " + done);
            } catch (ApiException e) {
                spec.commandLine().getErr().println(id + ": " + e.getMessage());
                exitCode = ExitCode.FAILED;
            }
        }
        return exitCode;
    }

    private MelologClient client() throws CannotServeException {
        QuietLogging.installWithoutFile();
        Path dir = data.dir();
        URI base = server != null
                ? server
                : LocalService.running(dir)
                        .orElseThrow(() -> new CannotServeException("no melolog serves "
                                + dir.toAbsolutePath().normalize()
                                + ". Start one with: melolog serve, or name one with --server."));
        return new MelologClient(ApiAddress.fixed(base), RetryPolicy.DEFAULT, key.key(server == null ? dir : null));
    }
}
