package io.melolog.worker.neural.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Zip archives as PyTorch writes them, and others. */
final class TestArchive {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(bytes);

    /** One with that pickle, and a storage of 16 bytes. */
    static TestArchive of(byte[] pickle) throws IOException {
        return new TestArchive().with("net/data.pkl", pickle).with("net/data/0", new byte[16]);
    }

    TestArchive with(String name, String content) throws IOException {
        return with(name, content.getBytes(StandardCharsets.US_ASCII));
    }

    TestArchive with(String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        return put(entry, content);
    }

    TestArchive withCompressed(String name, byte[] content) throws IOException {
        return put(new ZipEntry(name), content);
    }

    private TestArchive put(ZipEntry entry, byte[] content) throws IOException {
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
        return this;
    }

    byte[] bytes() throws IOException {
        zip.close();
        return bytes.toByteArray();
    }

    Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }
}
