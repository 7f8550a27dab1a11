package io.melolog.worker.process;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the jars and folders that a child process needs of this process's class path. Loads and initialises no class. */
public final class ClassPathEntries {
    private ClassPathEntries() {}

    /** @param name qualified, such as {@code org.slf4j.Logger} */
    public static Path ofClass(String name) {
        return ofResource(name.replace('.', '/') + ".class");
    }

    /**
     * The jar or class folder that holds a resource.
     *
     * @throws IllegalStateException when there is none, or it lies where no other process can use it
     */
    public static Path ofResource(String name) {
        URL url = ClassPathEntries.class.getClassLoader().getResource(name);
        if (url == null) {
            throw new IllegalStateException("not on the class path: " + name);
        }
        return root(url, name);
    }

    /** As {@code -cp} takes it, each entry once. */
    public static String join(Collection<Path> entries) {
        Set<Path> distinct = new LinkedHashSet<>(entries);
        return distinct.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    static Path root(URL url, String name) {
        String text = url.toString();
        String inside = url.getProtocol().equals("jar") ? "!/" + name : "/" + name;
        String root = text.substring(0, Math.max(0, text.length() - inside.length()));
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
}
