package io.melolog.worker.neural.child;

import io.melolog.worker.neural.torch.TorchEngine;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The child process: separates what the worker asks for on standard input until that ends. */
public final class ChildMain {
    /** Where messages go, if not to standard output. */
    static final String OUTPUT_PROPERTY = "melolog.neural.output";

    private static final int FAILED = 2;

    private ChildMain() {}

    /** @param args as {@link EngineSettings} writes them */
    public static void main(String[] args) {
        run(args, settings -> TorchEngine.create(settings.precision()));
    }

    /** Does not return: the process ends with its worker. */
    public static void run(String[] args, EngineFactory factory) {
        preferAsVictim();
        int status = FAILED;
        try (OutputStream toWorker = new BufferedOutputStream(output())) {
            // What a library prints must not get between the messages.
            System.setOut(System.err);
            new ChildServer(EngineSettings.ofArguments(args), factory, new ChildOutput(toWorker)).run(System.in);
            status = 0;
        } catch (IOException | RuntimeException e) {
            System.err.println("the worker cannot be understood: " + e);
        } finally {
            Runtime.getRuntime().halt(status);
        }
    }

    private static OutputStream output() throws IOException {
        String path = System.getProperty(OUTPUT_PROPERTY);
        return path == null ? new FileOutputStream(FileDescriptor.out) : new FileOutputStream(path);
    }

    /** Where Linux must kill something for memory, it is to be this process and not the worker. */
    private static void preferAsVictim() {
        try {
            Files.writeString(Path.of("/proc/self/oom_score_adj"), "500");
        } catch (IOException | RuntimeException e) {
            // Another system, or one that forbids it: then it chooses by size, and this is the largest.
        }
    }
}
