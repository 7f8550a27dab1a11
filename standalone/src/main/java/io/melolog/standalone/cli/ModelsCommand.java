package io.melolog.standalone.cli;

import io.melolog.standalone.cli.ModelClient.ModelView;
import io.melolog.standalone.model.FileInspection;
import io.melolog.standalone.model.KnownModels;
import io.melolog.standalone.model.ModelFiles;
import io.melolog.standalone.model.ModelPackage;
import io.melolog.standalone.model.ModelWishes;
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
import picocli.CommandLine.Spec;

/** The catalogue of models. */
@Command(
        name = "models",
        description = "Lists, downloads, adds, chooses and removes models.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ModelsCommand implements Runnable {
    private static final String ROW = "%s %-28s %-11s %-12s %-8s %-10s %s%n";

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServiceOption service;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: list, pull, add, use or remove.");
    }

    @Command(name = "list", description = "Lists the models that jobs may ask for.", mixinStandardHelpOptions = true)
    int list(@Option(names = "--json", description = "as the API sends it") boolean json) throws Exception {
        return with(client -> {
            PrintWriter out = out();
            if (json) {
                out.println(new String(client.listJson(), StandardCharsets.UTF_8));
            } else {
                out.printf(ROW, " ", "MODEL", "STAGE", "FORMAT", "QUALITY", "LICENCE", "STEMS");
                client.list().forEach(this::row);
                out.println("* is what jobs use that name no model");
            }
        });
    }

    private void row(ModelView model) {
        out().printf(
                        ROW,
                        model.active() ? "*" : " ",
                        model.model(),
                        model.stage(),
                        model.builtIn() || model.format() == null ? "built in" : model.format(),
                        model.quality(),
                        model.licence() == null ? "-" : model.licence(),
                        String.join(", ", model.stemsOrNone()));
    }

    @Command(
            name = "pull",
            description = {
                "Downloads a model from its makers and adds it.",
                "What was cut off goes on where it was when it is pulled again."
            },
            mixinStandardHelpOptions = true)
    int pull(
            @Parameters(paramLabel = "NAME", description = "htdemucs, htdemucs_ft or htdemucs_6s") String name,
            @Option(
                            names = "--from",
                            paramLabel = "URL",
                            defaultValue = "${env:MELOLOG_MODELS_URL:-}",
                            description =
                                    "the folder with the files; default: $MELOLOG_MODELS_URL, else its makers' own")
                    String from)
            throws Exception {
        KnownModels known = KnownModels.load();
        try (Progress progress = progress()) {
            ModelPull pull = new ModelPull(known, service.dataDir().resolve("downloads"), progress);
            ModelPull.Pulled pulled = pull.fetch(name, from.isBlank() ? known.address() : URI.create(from.strip()));
            ModelAddition addition = addition(known);
            ModelPackage model = addition.prepare(new ModelFiles(pulled.format(), pulled.files()), pulled.wishes());
            int exitCode = with(client -> addition.send(model, client, progress));
            pulled.discard();
            return exitCode;
        }
    }

    @Command(
            name = "add",
            description = {
                "Looks into files and adds them as a model.",
                "FILE.th is a checkpoint of HTDemucs; several are a bag, in that order. FILE.pt is a TorchScript program, with a"
                        + " model.json beside it; the program is executed: add only what you trust."
            })
    int add(
            // Not the standard help options: their --version is that of the program.
            @Option(
                            names = {"-h", "--help"},
                            usageHelp = true,
                            description = "show this help and exit")
                    boolean help,
            @Parameters(arity = "1..*", paramLabel = "FILE") List<Path> files,
            @Option(names = "--name", description = "default: by the file's name") @Nullable String name,
            @Option(names = "--version", description = "default: the first 8 digits of the SHA-256") @Nullable
                    String version,
            @Option(names = "--licence", description = "of the weights, such as MIT") @Nullable String licence,
            @Option(names = "--quality", description = "what listeners can expect: preview, full or unknown") @Nullable
                    String quality,
            @Option(
                            names = "--weights",
                            paramLabel = "ROWS",
                            converter = StemWeights.Converter.class,
                            description = "of a bag: how much each file counts for each stem, like 1,0;0,1")
                    @Nullable
                    StemWeights weights)
            throws Exception {
        KnownModels known = KnownModels.load();
        ModelAddition addition = addition(known);
        ModelWishes wishes =
                new ModelWishes(name, version, licence, quality, weights == null ? null : weights.rows(), null);
        ModelPackage model = addition.prepare(ModelFiles.of(files), wishes);
        try (Progress progress = progress()) {
            return with(client -> addition.send(model, client, progress));
        }
    }

    @Command(
            name = "use",
            description = "Makes a model the one that new jobs use for its stage.",
            mixinStandardHelpOptions = true)
    int use(@Parameters(paramLabel = "NAME[@VERSION]", description = "without a version: the newest") String reference)
            throws Exception {
        return with(client -> {
            ModelView model = client.activate(client.find(reference));
            out().println("new jobs use " + model.model() + " for " + model.stage());
        });
    }

    @Command(
            name = "remove",
            description = "Takes a model out of the catalogue, and its files out of the storage.",
            mixinStandardHelpOptions = true)
    int remove(@Parameters(paramLabel = "NAME@VERSION") String reference) throws Exception {
        return with(client -> {
            client.remove(reference);
            out().println("removed " + reference);
        });
    }

    private interface Action {
        void run(ModelClient client) throws Exception;
    }

    private int with(Action action) throws Exception {
        try (ApiAddress address = service.connect(spec.commandLine().getErr())) {
            // Ctrl-C ends the process by way of its shutdown hooks.
            Runtime.getRuntime().addShutdownHook(new Thread(address::close, "melolog-stop"));
            action.run(new ModelClient(service.client(address)));
            out().flush();
            return ExitCode.OK;
        }
    }

    private ModelAddition addition(KnownModels known) {
        return new ModelAddition(new FileInspection(), known, out());
    }

    private Progress progress() {
        return Progress.on(out(), spec.commandLine().getErr());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
