package io.melolog.worker.neural.child;

import io.melolog.worker.process.ClassPathEntries;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a child runs.
 *
 * @param mainClass that calls {@link ChildMain#run}
 * @param classPath as {@code -cp} takes it
 */
public record ChildProgram(String mainClass, String classPath) {
    private static final List<String> CLASSES = List.of(
            "io.melolog.schemas.model.ModelFormat",
            "tools.jackson.databind.ObjectMapper",
            "tools.jackson.core.JsonParser",
            "com.fasterxml.jackson.annotation.JsonProperty",
            "org.slf4j.Logger",
            "ch.qos.logback.classic.Logger",
            "ch.qos.logback.core.Context",
            "ai.djl.Model",
            "ai.djl.pytorch.engine.PtEngine",
            "com.google.gson.Gson",
            "com.sun.jna.Native",
            "org.apache.commons.compress.archivers.ArchiveEntry",
            "org.apache.commons.io.IOUtils",
            "org.apache.commons.codec.Decoder",
            "org.apache.commons.lang3.StringUtils");
    private static final List<String> NATIVES = List.of("jnilib/pytorch.properties", "native/lib/pytorch.properties");

    /**
     * PyTorch through DJL: the jars that this needs, and nothing else of the worker's.
     *
     * @throws IllegalStateException when one of them is missing
     */
    public static ChildProgram torch() {
        Stream<Path> own = Stream.of(ClassPathEntries.ofClass(ChildMain.class.getName()));
        Stream<Path> libraries = CLASSES.stream().map(ClassPathEntries::ofClass);
        Stream<Path> natives = NATIVES.stream().map(ClassPathEntries::ofResource);
        return new ChildProgram(
                ChildMain.class.getName(),
                ClassPathEntries.join(Stream.of(own, libraries, natives)
                        .flatMap(entries -> entries)
                        .toList()));
    }
}
