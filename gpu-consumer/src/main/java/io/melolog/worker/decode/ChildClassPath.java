package io.melolog.worker.decode;

import io.melolog.worker.decode.child.ChildMain;
import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;

/**
 * The child's class path: the jars (or class folder) that hold the child's classes, javacpp, ffmpeg and the natives of
 * both; nothing else of the parent's. None of those classes is initialised here.
 */
final class ChildClassPath {
    private ChildClassPath() {}

    static String find() {
        Set<Path> entries = new LinkedHashSet<>();
        entries.add(ofClass(ChildMain.class));
        entries.add(ofClass(Loader.class));
        entries.add(ofClass(avutil.class));
        entries.add(ofResource("org/bytedeco/javacpp/" + platform() + "/" + System.mapLibraryName("jnijavacpp")));
        entries.add(ofResource("org/bytedeco/ffmpeg/" + platform() + "/" + System.mapLibraryName("jniavutil")));
        return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static Path ofClass(Class<?> type) {
        return ofResource(type.getName().replace('.', '/') + ".class");
    }

    private static Path ofResource(String name) {
        URL url = ChildClassPath.class.getClassLoader().getResource(name);
        if (url == null) {
            throw new IllegalStateException(
                    "not on the class path: " + name + "; FFmpeg's libraries for " + platform() + " are needed");
        }
        return root(url, name);
    }

    /** The jar or folder that a resource lies in. */
    static Path root(URL url, String name) {
        String text = url.toString();
        String inside = url.getProtocol().equals("jar") ? "!/" + name : "/" + name;
        String root = text.substring(0, text.length() - inside.length());
        String file = url.getProtocol().equals("jar") ? root.substring("jar:".length()) : root;
        if (!text.endsWith(inside) || !file.startsWith("file:") || file.contains("!/")) {
            throw new IllegalStateException("not a plain jar or folder, so no other process can use it: " + url);
        }
        try {
            return Path.of(new URI(file));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no such place: " + url, e);
        }
    }

    /** This machine in bytedeco's words. */
    static String platform() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "");
        String family = os.startsWith("mac") ? "macosx" : os.startsWith("windows") ? "windows" : "linux";
        return family + "-" + (arch.equals("aarch64") ? "arm64" : "x86_64");
    }
}
