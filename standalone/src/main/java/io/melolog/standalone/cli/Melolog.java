package io.melolog.standalone.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line's entry point. */
@Command(
        name = "melolog",
        description = "Recordings to stems, pitch, notes and a score.",
        mixinStandardHelpOptions = true,
        version = "melolog 0.1.0",
        subcommands = {
            ServeCommand.class,
            AnalyzeCommand.class,
            JobsCommand.class,
            ModelsCommand.class,
            KeysCommand.class,
            TopicsCommand.class,
            RehearseCommand.class
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Melolog implements Runnable {
    @Spec
    private CommandSpec spec;

    Melolog() {}

    @SuppressWarnings("SystemExitOutsideMain") // this is main
    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        return new CommandLine(new Melolog())
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler(Melolog::explain)
                .execute(args);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do.");
    }

    /** One line, no stack trace: that is in the log. */
    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        command.getErr().println("melolog: " + message);
        return ExitCode.of(failure);
    }
}
