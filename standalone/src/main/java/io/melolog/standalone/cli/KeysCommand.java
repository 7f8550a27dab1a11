package io.melolog.standalone.cli;

import io.melolog.standalone.cli.KeyClient.KeyView;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Who may call the API. */
@Command(name = "keys", description = "Makes, lists and revokes API keys.", mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class KeysCommand implements Runnable {
    private static final String ROW = "%-16s  %-16s %-18s %-20s  %-10s %s%n";
    private static final int DATE_LENGTH = 10;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServiceOption service;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: create, list or revoke.");
    }

    @Command(
            name = "create",
            description = "Makes a key and prints it, once: the server keeps only a hash.",
            mixinStandardHelpOptions = true)
    int create(
            @Option(
                            names = "--scope",
                            paramLabel = "LIST",
                            split = ",",
                            required = true,
                            description = "what its owner may do: submit, read, admin")
                    List<String> scopes,
            @Option(
                            names = "--tenant",
                            paramLabel = "NAME",
                            defaultValue = "default",
                            description = "whose jobs its owner makes and sees; default: default")
                    String tenant,
            @Option(names = "--name", paramLabel = "TEXT", defaultValue = "", description = "for people") String name,
            @Option(names = "--days", paramLabel = "N", description = "until it expires; default: it does not")
                    @Nullable
                    Integer days)
            throws Exception {
        Instant expiresAt = days == null ? null : Instant.now().plus(Duration.ofDays(days));
        return with(client -> {
            KeyView created = client.create(new KeyClient.Wanted(tenant, scopes, name, expiresAt));
            out().println(created.key());
            spec.commandLine()
                    .getErr()
                    .println("key " + created.id() + " of tenant " + created.tenant() + " may "
                            + String.join(", ", created.scopes()) + ". It is not shown again.");
        });
    }

    @Command(name = "list", description = "Lists keys, revoked ones too.", mixinStandardHelpOptions = true)
    int list() throws Exception {
        return with(client -> {
            out().printf(ROW, "KEY", "TENANT", "SCOPES", "NAME", "MADE", "");
            client.list().forEach(key -> out().printf(
                            ROW,
                            key.id(),
                            key.tenant(),
                            String.join(",", key.scopes()),
                            key.name(),
                            day(key.createdAt()),
                            state(key)));
        });
    }

    @Command(name = "revoke", description = "Ends keys at once, for ever.", mixinStandardHelpOptions = true)
    int revoke(
            @Parameters(arity = "1..*", paramLabel = "KEY", description = "ids, as list shows them") List<String> ids)
            throws Exception {
        return with(client -> {
            for (String id : ids) {
                client.revoke(id);
                out().println(id + ": revoked");
            }
        });
    }

    private static String state(KeyView key) {
        if (key.revokedAt() != null) {
            return "revoked " + day(key.revokedAt());
        }
        return key.expiresAt() == null ? "" : "until " + day(key.expiresAt());
    }

    private static String day(Instant time) {
        return time.toString().substring(0, DATE_LENGTH);
    }

    private interface Action {
        void run(KeyClient client) throws Exception;
    }

    private int with(Action action) throws Exception {
        try (ApiAddress address = service.connect(spec.commandLine().getErr())) {
            // Ctrl-C ends the process by way of its shutdown hooks.
            Runtime.getRuntime().addShutdownHook(new Thread(address::close, "melolog-stop"));
            action.run(new KeyClient(service.client(address)));
            out().flush();
            return ExitCode.OK;
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
