package io.melolog.worker.testing;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * A model's file for {@link TestEngine}: says how its network behaves. By default each stem is the mix times a gain: drums 0.1, bass 0.2, other 0.3,
 * vocals 0.4.
 */
public final class TestModel {
    private final Properties behaviour = new Properties();

    /** What a network does at its n-th call, from 1, on CPU and GPU. */
    public enum Misbehaviour {
        /** The process is killed by the system. */
        KILLED,
        /** An access to memory that is not there. */
        SEGMENTATION_FAULT,
        EXIT,
        HANG,
        /** No room on any device. */
        OUT_OF_DEVICE_MEMORY,
        /** No room on GPUs. */
        OUT_OF_GPU_MEMORY,
        OUT_OF_HEAP,
        ENGINE_FAULT,
        /** It prints megabytes, and does its work. */
        CHATTER
    }

    public TestModel stems(String names) {
        return set("stems", names);
    }

    public TestModel misbehaving(Misbehaviour how, int atCall) {
        return set("misbehaviour", how.name()).set("atCall", Integer.toString(atCall));
    }

    /** Misbehaves only while the file is not there, and makes it. */
    public TestModel once(Path marker) {
        return set("once", marker.toString());
    }

    /** How long each call takes. */
    public TestModel pauseMillis(int millis) {
        return set("pauseMillis", Integer.toString(millis));
    }

    /** Not a model: loading it fails with the sentence. */
    public TestModel refused(String sentence) {
        return set("refused", sentence);
    }

    /** Not a model: loading it fails with a sentence that tells the child's environment. */
    public TestModel tellingTheEnvironment() {
        return set("environment", "true");
    }

    /** Makes equal behaviour another file. */
    public TestModel named(String name) {
        return set("name", name);
    }

    public byte[] bytes() {
        try {
            var out = new StringWriter();
            behaviour.store(out, null);
            // The first line is a date.
            String text = out.toString();
            return text.substring(text.indexOf('\n') + 1).getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    static Properties read(Path file) throws IOException {
        var behaviour = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            behaviour.load(in);
        }
        return behaviour;
    }

    private TestModel set(String key, String value) {
        behaviour.setProperty(key, value);
        return this;
    }
}
