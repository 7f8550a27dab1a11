package io.melolog.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A JVM of its own, with its output in a file. Killed on {@link #close}. */
final class JavaProcess implements AutoCloseable {
    private static final List<String> FLAGS =
            List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Xmx1g");

    private final Process process;
    private final Path output;

    private JavaProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Runs a main class on this JVM's class path. */
    static JavaProcess ofClass(String mainClass, List<String> arguments, Path output) {
        List<String> command = new ArrayList<>(FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(arguments);
        return start(command, Map.of(), output);
    }

    /** Runs {@code java -jar}. */
    static JavaProcess ofJar(Path jar, Map<String, String> environment, Path output) {
        List<String> command = new ArrayList<>(FLAGS);
        command.addAll(List.of("-jar", jar.toString()));
        return start(command, environment, output);
    }

    private static JavaProcess start(List<String> command, Map<String, String> environment, Path output) {
        List<String> full = new ArrayList<>();
        full.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        full.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(full)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("MELOLOG_"));
        builder.environment().putAll(environment);
        try {
            return new JavaProcess(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a line of output that the pattern is found in. */
    Matcher awaitOutput(Pattern pattern, Duration atMost) {
        try {
            return Awaitility.await("output " + pattern)
                    .atMost(atMost)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> find(pattern), found -> found != null || !process.isAlive());
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError("no " + pattern + " in\n" + output(), e);
        }
    }

    @org.jspecify.annotations.Nullable
    private Matcher find(Pattern pattern) {
        Matcher matcher = pattern.matcher(output());
        return matcher.find() ? matcher : null;
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    int awaitExit(Duration atMost) throws InterruptedException {
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running after " + atMost + ":\n" + output());
        }
        return process.exitValue();
    }

    /** kill -9, without its children. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Asks it to stop, as an operator would, and kills it when it does not. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }
}
