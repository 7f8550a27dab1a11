package io.melolog.worker.neural.checkpoint;

import io.melolog.worker.neural.engine.ModelFormatException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** The zip archive of a checkpoint: a pickle, and an entry for each storage, none compressed. One thread. */
final class TensorArchive implements AutoCloseable {
    private static final int MAX_ENTRIES = 20_000;
    private static final int MAX_NAME_CHARS = 500;
    /** The official networks take 100,000. */
    private static final int MAX_PICKLE_BYTES = 8 << 20;

    /** How a pickle starts that is not in an archive. */
    private static final byte[] OLD_FORMAT = {(byte) 0x80, 2};

    private static final String PICKLE = "/data.pkl";
    private static final String STORAGES = "/data/";
    private static final String BYTE_ORDER = "/byteorder";

    private final ZipFile zip;
    private final Map<String, ZipEntry> entries;
    private final String root;

    private TensorArchive(ZipFile zip, Map<String, ZipEntry> entries, String root) {
        this.zip = zip;
        this.entries = entries;
        this.root = root;
    }

    /** @throws ModelFormatException when the file is no such archive */
    static TensorArchive open(Path file) throws ModelFormatException {
        ZipFile zip = null;
        try {
            zip = new ZipFile(file.toFile());
            Map<String, ZipEntry> entries = entries(zip, Files.size(file));
            TensorArchive archive = new TensorArchive(zip, entries, root(entries));
            archive.requireLittleEndian();
            zip = null;
            return archive;
        } catch (ZipException | IllegalArgumentException e) {
            throw new ModelFormatException(noArchive(file), e);
        } catch (IOException e) {
            throw new ModelFormatException("The checkpoint cannot be read.", e);
        } finally {
            closeQuietly(zip);
        }
    }

    private static String noArchive(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(OLD_FORMAT.length), OLD_FORMAT)
                    ? "The checkpoint was saved by PyTorch before 1.6 or in its old format. Load it there and save it again."
                    : "The file is no zip archive, or one that ends early or is damaged.";
        } catch (IOException e) {
            return "The checkpoint cannot be read.";
        }
    }

    private static void closeQuietly(@Nullable ZipFile zip) {
        try {
            if (zip != null) {
                zip.close();
            }
        } catch (IOException e) {
            // It was only read.
        }
    }

    private static String root(Map<String, ZipEntry> entries) throws ModelFormatException {
        List<String> pickles =
                entries.keySet().stream().filter(name -> name.endsWith(PICKLE)).toList();
        if (pickles.size() != 1) {
            throw new ModelFormatException("The file is a zip archive, but not of a checkpoint.");
        }
        String pickle = pickles.getFirst();
        return pickle.substring(0, pickle.length() - PICKLE.length());
    }

    /** Entries that overlap would have more bytes than the file: then reading it could take any time. */
    private static Map<String, ZipEntry> entries(ZipFile zip, long fileBytes) throws ModelFormatException {
        if (zip.size() > MAX_ENTRIES) {
            throw new ModelFormatException("The file is a zip archive of too many entries.");
        }
        Map<String, ZipEntry> entries = new HashMap<>();
        long bytesLeft = fileBytes;
        Enumeration<? extends ZipEntry> all = zip.entries();
        while (all.hasMoreElements()) {
            ZipEntry entry = all.nextElement();
            if (!isSoundName(entry.getName()) || entries.put(entry.getName(), entry) != null) {
                throw new ModelFormatException("The file is a zip archive with an entry that no checkpoint has.");
            }
            if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
                throw new ModelFormatException(
                        "The file is a zip archive of compressed entries, which no checkpoint has.");
            }
            if (entry.getSize() < 0 || entry.getSize() > bytesLeft) {
                throw new ModelFormatException("The file is a zip archive whose entries are larger than itself.");
            }
            bytesLeft -= entry.getSize();
        }
        return entries;
    }

    private static boolean isSoundName(String name) {
        return name.length() <= MAX_NAME_CHARS
                && !name.startsWith("/")
                && !name.contains("\\")
                && !List.of(name.split("/")).contains("..");
    }

    private void requireLittleEndian() throws ModelFormatException, IOException {
        ZipEntry entry = entries.get(root + BYTE_ORDER);
        if (entry != null
                && !new String(bytes(entry, 16), StandardCharsets.US_ASCII)
                        .strip()
                        .equals("little")) {
            throw new ModelFormatException("The checkpoint was saved on a machine of another byte order.");
        }
    }

    /** How long the storages are, by their keys. */
    Map<String, Long> storageBytes() {
        Map<String, Long> bytes = new HashMap<>();
        String prefix = root + STORAGES;
        entries.forEach((name, entry) -> {
            if (name.startsWith(prefix)) {
                bytes.put(name.substring(prefix.length()), entry.getSize());
            }
        });
        return bytes;
    }

    byte[] pickle() throws ModelFormatException, IOException {
        return bytes(entry(root + PICKLE), MAX_PICKLE_BYTES);
    }

    ByteBuffer storage(String key) throws ModelFormatException, IOException {
        return ByteBuffer.wrap(bytes(entry(root + STORAGES + key), Integer.MAX_VALUE - 16))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private ZipEntry entry(String name) throws ModelFormatException {
        ZipEntry entry = entries.get(name);
        if (entry == null) {
            throw new ModelFormatException("The checkpoint is not whole: a part of it is missing.");
        }
        return entry;
    }

    private byte[] bytes(ZipEntry entry, int most) throws ModelFormatException, IOException {
        if (entry.getSize() > most) {
            throw new ModelFormatException("A part of the checkpoint is too large.");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = new byte[(int) entry.getSize()];
            if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
                throw new ModelFormatException("The checkpoint ends early.");
            }
            requireChecksum(entry, bytes);
            return bytes;
        } catch (ZipException | EOFException e) {
            throw new ModelFormatException("The checkpoint is damaged.", e);
        }
    }

    private static void requireChecksum(ZipEntry entry, byte[] bytes) throws ModelFormatException {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        if (checksum.getValue() != entry.getCrc()) {
            throw new ModelFormatException("The checkpoint is damaged.");
        }
    }

    @Override
    public void close() {
        closeQuietly(zip);
    }
}
