package io.melolog.standalone.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Checkpoints as PyTorch writes them, with weights of noise; sound ones and others. */
public final class Checkpoints {
    private static final int STATE_BYTES = 2_500_000;

    /** What {@link #hostile} would write, in the folder of the process. */
    public static final Path EXECUTED = Path.of("executed-by-a-pickle");

    private Checkpoints() {}

    /** Writes a sound one of four stems; {@code seed} makes it another network. */
    public static Path write(Path file, long seed) throws IOException {
        return archive(file, pickle("demucs.htdemucs", "HTDemucs", STATE_BYTES / 4), state(seed));
    }

    /** Writes one with that pickle and storage. */
    public static Path archive(Path file, byte[] pickle, byte[] storage) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            put(zip, "net/data.pkl", pickle);
            put(zip, "net/data/0", storage);
            put(zip, "net/version", "3\n".getBytes(StandardCharsets.US_ASCII));
        }
        return Files.write(file, bytes.toByteArray());
    }

    public static byte[] state(long seed) {
        byte[] state = new byte[STATE_BYTES];
        new Random(seed).nextBytes(state);
        return state;
    }

    /** A pickle in protocol 2: a network of that class with one tensor. */
    public static byte[] pickle(String module, String name, int elements) {
        return new Pickle()
                .raw("\u0080\u0002}(")
                .text("klass")
                .global(module, name)
                .text("args")
                .raw(")")
                .text("kwargs")
                .raw("}(")
                .text("sources")
                .raw("](")
                .text("drums")
                .text("bass")
                .text("other")
                .text("vocals")
                .raw("e")
                .text("samplerate")
                .integer(44_100)
                .text("segment")
                .global("fractions", "Fraction")
                .text("39/5")
                .raw("\u0085R")
                .raw("u")
                .text("state")
                .global("collections", "OrderedDict")
                .raw(")R(")
                .text("encoder.0.conv.weight")
                .tensor(elements)
                .raw("uu.")
                .bytes();
    }

    /** A pickle that calls a function of Python. */
    public static byte[] hostile() {
        return new Pickle()
                .raw("\u0080\u0002")
                .global("os", "system")
                .text("touch " + EXECUTED)
                .raw("\u0085R.")
                .bytes();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static final class Pickle {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Pickle raw(String operations) {
            out.writeBytes(operations.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        }

        Pickle text(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            return raw("X").number(utf8.length).raw(text);
        }

        Pickle integer(int value) {
            return raw("J").number(value);
        }

        Pickle global(String module, String name) {
            return raw("c" + module + "\n" + name + "\n");
        }

        /** One of a row of floats, in the only storage. */
        Pickle tensor(int elements) {
            return global("torch._utils", "_rebuild_tensor_v2")
                    .raw("((")
                    .text("storage")
                    .global("torch", "FloatStorage")
                    .text("0")
                    .text("cpu")
                    .integer(elements)
                    .raw("tQK\u0000")
                    .integer(elements)
                    .raw("\u0085K\u0001\u0085\u0089")
                    .global("collections", "OrderedDict")
                    .raw(")RtR");
        }

        byte[] bytes() {
            return out.toByteArray();
        }

        private Pickle number(int value) {
            out.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(value)
                    .array());
            return this;
        }
    }
}
