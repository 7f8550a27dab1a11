package io.melolog.worker.neural.child;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.util.ArrayList;
import java.util.List;

/** What the child tells the worker. */
sealed interface FromChild {
    /** Both sides are of one build; another number means that something else answers. */
    int VERSION = 0x4D4C0001;

    int MAX_STEMS = 64;

    /** The first message. */
    record Hello(int version) implements FromChild {}

    /** What is told of one separation. */
    sealed interface OfSeparation extends FromChild {
        long id();
    }

    /** @param fraction done so far, 0..1 */
    record Progress(long id, double fraction) implements OfSeparation {}

    /** Its stems lie in the folder of the order. */
    record Separated(long id, List<Stem> stems, String device) implements OfSeparation {
        public Separated {
            stems = List.copyOf(stems);
        }
    }

    /** A stem's name and length; its file is {@code <name>.f32}. */
    record Stem(String name, long sampleFrames) {}

    /** @param detail a sentence for people where the reason is {@link Reason#MODEL}, else for the log */
    record Failed(long id, Reason reason, String detail) implements OfSeparation {}

    /** Something to count. */
    record Counted(Count count, String device, int amount) implements FromChild {}

    /** Why a separation failed. */
    enum Reason {
        MODEL,
        MEMORY,
        DISK_FULL,
        CANCELLED,
        ENGINE
    }

    /** What is counted. */
    enum Count {
        LOADED,
        COMPUTED,
        OUT_OF_MEMORY,
        FELL_BACK
    }

    default void writeTo(DataOutputStream out) throws IOException {
        switch (this) {
            case Hello hello -> {
                out.writeByte(1);
                out.writeInt(hello.version());
            }
            case Progress progress -> {
                out.writeByte(2);
                out.writeLong(progress.id());
                out.writeDouble(progress.fraction());
            }
            case Separated separated -> write(separated, out);
            case Failed failed -> {
                out.writeByte(4);
                out.writeLong(failed.id());
                out.writeUTF(failed.reason().name());
                out.writeUTF(failed.detail());
            }
            case Counted counted -> {
                out.writeByte(5);
                out.writeUTF(counted.count().name());
                out.writeUTF(counted.device());
                out.writeInt(counted.amount());
            }
        }
    }

    private static void write(Separated separated, DataOutputStream out) throws IOException {
        out.writeByte(3);
        out.writeLong(separated.id());
        out.writeInt(separated.stems().size());
        for (Stem stem : separated.stems()) {
            out.writeUTF(stem.name());
            out.writeLong(stem.sampleFrames());
        }
        out.writeUTF(separated.device());
    }

    static FromChild readFrom(DataInputStream in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case 1 -> new Hello(in.readInt());
            case 2 -> new Progress(in.readLong(), in.readDouble());
            case 3 -> readSeparated(in);
            case 4 -> new Failed(in.readLong(), Reason.valueOf(in.readUTF()), in.readUTF());
            case 5 -> new Counted(Count.valueOf(in.readUTF()), in.readUTF(), in.readInt());
            default -> throw new StreamCorruptedException("no such message: " + kind);
        };
    }

    private static Separated readSeparated(DataInputStream in) throws IOException {
        long id = in.readLong();
        int count = SeparationOrder.count(in, MAX_STEMS);
        List<Stem> stems = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            stems.add(new Stem(in.readUTF(), in.readLong()));
        }
        return new Separated(id, stems, in.readUTF());
    }
}
