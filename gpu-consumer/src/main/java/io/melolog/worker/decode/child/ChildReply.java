package io.melolog.worker.decode.child;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What a child answers on its standard output: {@link #READY} once, then one reply, then it ends. */
public sealed interface ChildReply {
    /** Sent when the libraries are loaded and a request is awaited. */
    int READY = 0x4d454c30;

    /** Writes the reply in the form that {@link #readFrom} reads. */
    void writeTo(DataOutput out) throws IOException;

    static ChildReply readFrom(DataInput in) throws IOException {
        String kind = in.readUTF();
        return switch (kind) {
            case Decoded.KIND ->
                new Decoded(
                        in.readInt(),
                        in.readInt(),
                        in.readLong(),
                        in.readInt(),
                        in.readInt(),
                        in.readDouble(),
                        in.readUTF(),
                        in.readUTF());
            case Encoded.KIND -> new Encoded(in.readLong());
            case Failed.KIND -> new Failed(failure(in.readUTF()), in.readUTF());
            default -> throw new IOException("no such reply: " + kind);
        };
    }

    private static ChildFailure failure(String name) throws IOException {
        try {
            return ChildFailure.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new IOException("no such failure: " + name, e);
        }
    }

    /**
     * The audio was decoded.
     *
     * @param sampleRateHz of the output
     * @param channels of the output
     * @param sampleFrames of the output
     * @param sourceRateHz of the source
     * @param sourceChannels of the source
     * @param sourceSeconds length of what was decoded
     * @param container FFmpeg's name of the container
     * @param codec FFmpeg's name of the codec
     */
    record Decoded(
            int sampleRateHz,
            int channels,
            long sampleFrames,
            int sourceRateHz,
            int sourceChannels,
            double sourceSeconds,
            String container,
            String codec)
            implements ChildReply {
        private static final String KIND = "decoded";

        @Override
        public void writeTo(DataOutput out) throws IOException {
            out.writeUTF(KIND);
            out.writeInt(sampleRateHz);
            out.writeInt(channels);
            out.writeLong(sampleFrames);
            out.writeInt(sourceRateHz);
            out.writeInt(sourceChannels);
            out.writeDouble(sourceSeconds);
            out.writeUTF(container);
            out.writeUTF(codec);
        }
    }

    /** The FLAC file was written and has this many bytes. */
    record Encoded(long bytes) implements ChildReply {
        private static final String KIND = "encoded";

        @Override
        public void writeTo(DataOutput out) throws IOException {
            out.writeUTF(KIND);
            out.writeLong(bytes);
        }
    }

    /** The job failed; {@code fact} is technical and short. */
    record Failed(ChildFailure failure, String fact) implements ChildReply {
        private static final String KIND = "failed";

        @Override
        public void writeTo(DataOutput out) throws IOException {
            out.writeUTF(KIND);
            out.writeUTF(failure.name());
            out.writeUTF(fact);
        }
    }
}
