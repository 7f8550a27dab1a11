package io.melolog.worker.decode;

import io.melolog.worker.decode.child.ChildMain;
import io.melolog.worker.process.ClassPathEntries;
import java.util.List;
import java.util.Locale;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;

/**
 * The child's class path: the jars (or class folder) that hold the child's classes, javacpp, ffmpeg and the natives of
 * both; nothing else of the parent's. None of those classes is initialised here.
 */
final class ChildClassPath {
    private ChildClassPath() {}

    /** @throws IllegalStateException when FFmpeg's libraries for this machine are not on the class path */
    static String find() {
        return ClassPathEntries.join(List.of(
                ClassPathEntries.ofClass(ChildMain.class.getName()),
                ClassPathEntries.ofClass(Loader.class.getName()),
                ClassPathEntries.ofClass(avutil.class.getName()),
                ClassPathEntries.ofResource(
                        "org/bytedeco/javacpp/" + platform() + "/" + System.mapLibraryName("jnijavacpp")),
                ClassPathEntries.ofResource(
                        "org/bytedeco/ffmpeg/" + platform() + "/" + System.mapLibraryName("jniavutil"))));
    }

    /** This machine in bytedeco's words. */
    static String platform() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "");
        String family = os.startsWith("mac") ? "macosx" : os.startsWith("windows") ? "windows" : "linux";
        return family + "-" + (arch.equals("aarch64") ? "arm64" : "x86_64");
    }
}
