package io.melolog.standalone.cli;

import io.melolog.standalone.server.CannotServeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The main job: recordings in, folders with stems, notes and a score out. */
@Command(
        name = "analyze",
        description = "Analyzes recordings; writes every artifact and job.json into a folder for each.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class AnalyzeCommand implements Callable<Integer> {
    private static final int TRANSFERS = 3;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "recordings: mp3, wav, flac, ogg, opus, m4a")
    private List<Path> files;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "out", description = "for the results; default: out")
    private Path out;

    @Option(
            names = "--analyses",
            paramLabel = "LIST",
            description = "what to do, comma-separated; default: separation,pitch,waveform")
    private @Nullable String analyses;

    @Option(
            names = "--transpose",
            paramLabel = "SEMITONES",
            defaultValue = "0",
            description = "write the score that much higher than sung, -24 to 24; default: 0")
    private int transpose;

    @Option(
            names = "--model",
            paramLabel = "NAME[@VERSION]",
            description = "the model of a stage instead of the one in use; may be given for each stage")
    private @Nullable List<String> models;

    @Option(
            names = "--shifts",
            paramLabel = "N",
            defaultValue = "0",
            description = "average that many shifted passes of a separation network, 0 to 10; default: 0")
    private int shifts;

    @Mixin
    private ServiceOption service;

    @Override
    public Integer call() throws Exception {
        try (Progress progress =
                Progress.on(spec.commandLine().getOut(), spec.commandLine().getErr())) {
            List<FileAnalysis> analysesOfFiles = readable(progress);
            boolean allReadable = analysesOfFiles.size() == files.size();
            if (analysesOfFiles.isEmpty()) {
                return ExitCode.FAILED;
            }
            boolean allCompleted = analyzeAll(analysesOfFiles, progress);
            return allReadable && allCompleted ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private boolean analyzeAll(List<FileAnalysis> todo, Progress progress)
            throws CannotServeException, InterruptedException, ExecutionException {
        AtomicBoolean over = new AtomicBoolean();
        try (ApiAddress address = service.connect(spec.commandLine().getErr())) {
            Thread farewell = new Thread(() -> sayGoodbye(address, over), "melolog-stop");
            Runtime.getRuntime().addShutdownHook(farewell);
            boolean allCompleted = runAll(todo, service.client(address), progress);
            over.set(true);
            return allCompleted;
        }
    }

    private static boolean runAll(List<FileAnalysis> todo, MelologClient client, Progress progress)
            throws InterruptedException, ExecutionException {
        Semaphore transfers = new Semaphore(TRANSFERS);
        boolean allCompleted = true;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> ends = new ArrayList<>();
            for (FileAnalysis each : todo) {
                ends.add(executor.submit(() -> each.run(client, progress, transfers)));
            }
            for (Future<Boolean> end : ends) {
                allCompleted &= end.get();
            }
        }
        return allCompleted;
    }

    private List<FileAnalysis> readable(Progress progress) {
        List<Path> folders = OutputFolders.assign(out, files);
        List<FileAnalysis> readable = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Path file = files.get(i);
            if (!Files.exists(file)) {
                progress.failed(file.toString(), "no such file");
            } else if (Files.isDirectory(file)) {
                progress.failed(file.toString(), "it is a folder");
            } else if (!Files.isReadable(file)) {
                progress.failed(file.toString(), "permission denied");
            } else {
                readable.add(new FileAnalysis(file, file.toString(), folders.get(i), fields()));
            }
        }
        return readable;
    }

    /** What is asked for, as fields of a submission. */
    private Map<String, String> fields() {
        Map<String, String> fields = new HashMap<>();
        if (analyses != null) {
            fields.put("analyses", analyses);
        }
        if (transpose != 0) {
            fields.put("transpose", String.valueOf(transpose));
        }
        if (models != null) {
            fields.put("models", String.join(",", models));
        }
        if (shifts != 0) {
            fields.put("shifts", String.valueOf(shifts));
        }
        return fields;
    }

    /** Also after Ctrl-C, which ends the process by way of its shutdown hooks. */
    private void sayGoodbye(ApiAddress address, AtomicBoolean over) {
        if (!over.get()) {
            spec.commandLine()
                    .getErr()
                    .println("Stopped. Jobs that were accepted are not lost: " + address.fateOfRunningJobs() + ".");
        }
        address.close();
    }
}
