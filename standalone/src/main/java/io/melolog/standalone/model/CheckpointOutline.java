package io.melolog.standalone.model;

import io.melolog.standalone.model.PickleNames.NetworkClass;
import io.melolog.standalone.model.PickleNames.TensorShape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * What a checkpoint says of its network, without its weights: those stay in the file. A checkpoint is a zip archive of a pickle and of one entry
 * for each storage.
 *
 * @param arguments of the network's constructor, by name
 * @param tensors how many the state has
 */
record CheckpointOutline(Map<String, Object> arguments, int tensors) {
    private static final int MAX_ENTRIES = 20_000;
    private static final int MAX_PICKLE_BYTES = 32 << 20;
    private static final String PICKLE = "/data.pkl";
    private static final String STORAGES = "/data/";

    /** @throws ModelRefusedException with what is wrong, as the rest of a sentence that names the file */
    static CheckpointOutline read(Path file) throws ModelRefusedException, IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<ZipEntry> entries = entries(zip);
            List<ZipEntry> pickles = entries.stream()
                    .filter(entry -> entry.getName().endsWith(PICKLE))
                    .toList();
            if (pickles.size() != 1) {
                throw new ModelRefusedException("it is a zip archive, but not of a checkpoint");
            }
            ZipEntry pickle = pickles.getFirst();
            String root = pickle.getName().substring(0, pickle.getName().length() - PICKLE.length());
            PickleNames names = new PickleNames(storages(entries, root + STORAGES));
            return of(new PickleOutline(bytes(zip, pickle), names).read());
        } catch (ZipException | IllegalArgumentException e) {
            throw new ModelRefusedException("it is no zip archive, or one that ends early", e);
        }
    }

    private static List<ZipEntry> entries(ZipFile zip) throws ModelRefusedException {
        if (zip.size() > MAX_ENTRIES) {
            throw new ModelRefusedException("it is a zip archive of too many entries");
        }
        List<ZipEntry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Enumeration<? extends ZipEntry> all = zip.entries();
        while (all.hasMoreElements()) {
            ZipEntry entry = all.nextElement();
            String name = entry.getName();
            if (!names.add(name) || name.startsWith("/") || name.contains("..") || name.contains("\\")) {
                throw new ModelRefusedException("it is a zip archive with an entry that no checkpoint has");
            }
            if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
                throw new ModelRefusedException("it is a zip archive of compressed entries, which no checkpoint has");
            }
            entries.add(entry);
        }
        return entries;
    }

    private static Map<String, Long> storages(List<ZipEntry> entries, String prefix) {
        Map<String, Long> bytes = new HashMap<>();
        for (ZipEntry entry : entries) {
            if (entry.getName().startsWith(prefix)) {
                bytes.put(entry.getName().substring(prefix.length()), entry.getSize());
            }
        }
        return bytes;
    }

    private static byte[] bytes(ZipFile zip, ZipEntry pickle) throws ModelRefusedException, IOException {
        try (InputStream in = zip.getInputStream(pickle)) {
            byte[] bytes = in.readNBytes(MAX_PICKLE_BYTES + 1);
            if (bytes.length > MAX_PICKLE_BYTES || bytes.length < pickle.getSize()) {
                throw new ModelRefusedException("its list of contents is too large, or cut off");
            }
            return bytes;
        }
    }

    /** Of what was saved: {@code klass}, {@code args}, {@code kwargs}, {@code state}. */
    private static CheckpointOutline of(Object saved) throws ModelRefusedException {
        if (saved instanceof Map<?, ?> map
                && map.get("klass") instanceof NetworkClass
                && map.get("args") instanceof List<?> positional
                && map.get("kwargs") instanceof Map<?, ?> named
                && map.get("state") instanceof Map<?, ?> state
                && !state.isEmpty()
                && state.values().stream().allMatch(TensorShape.class::isInstance)) {
            return new CheckpointOutline(arguments(positional, named), state.size());
        }
        throw new ModelRefusedException("it is a file of PyTorch, but not a checkpoint of HTDemucs with plain weights");
    }

    /** The only argument that people give by place is the first, the stems. */
    private static Map<String, Object> arguments(List<?> positional, Map<?, ?> named) throws ModelRefusedException {
        if (positional.size() > 1) {
            throw new ModelRefusedException("its network was made in a way that is not known here");
        }
        Map<String, Object> arguments = new HashMap<>();
        named.forEach((name, value) -> arguments.put(String.valueOf(name), value));
        if (!positional.isEmpty()) {
            arguments.put("sources", positional.getFirst());
        }
        return arguments;
    }
}
