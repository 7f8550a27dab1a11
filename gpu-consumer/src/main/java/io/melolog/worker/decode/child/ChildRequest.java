package io.melolog.worker.decode.child;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The one job of a child, as it travels on the child's standard input. */
public sealed interface ChildRequest {
    /** Writes the request in the form that {@link #readFrom} reads. */
    void writeTo(DataOutput out) throws IOException;

    /** The file that the child creates. */
    String output();

    static ChildRequest readFrom(DataInput in) throws IOException {
        String kind = in.readUTF();
        return switch (kind) {
            case Decode.KIND ->
                new Decode(in.readUTF(), in.readUTF(), in.readInt(), in.readInt(), in.readDouble(), in.readLong());
            case EncodeFlac.KIND ->
                new EncodeFlac(in.readUTF(), in.readUTF(), in.readInt(), in.readInt(), in.readLong(), in.readLong());
            default -> throw new IOException("no such request: " + kind);
        };
    }

    /**
     * Audio file to raw interleaved float32 LE.
     *
     * @param input absolute path of the audio
     * @param output absolute path of a file that does not exist yet
     * @param targetRateHz 0 = the source's
     * @param targetChannels 0 = the source's, at most 2; else 1 or 2
     * @param maxSeconds longer audio fails
     * @param maxOutputBytes more output fails
     */
    record Decode(
            String input, String output, int targetRateHz, int targetChannels, double maxSeconds, long maxOutputBytes)
            implements ChildRequest {
        private static final String KIND = "decode";

        @Override
        public void writeTo(DataOutput out) throws IOException {
            out.writeUTF(KIND);
            out.writeUTF(input);
            out.writeUTF(output);
            out.writeInt(targetRateHz);
            out.writeInt(targetChannels);
            out.writeDouble(maxSeconds);
            out.writeLong(maxOutputBytes);
        }
    }

    /**
     * Raw interleaved float32 LE to 24-bit FLAC.
     *
     * @param input absolute path of the samples
     * @param output absolute path of a file that does not exist yet
     * @param sampleRateHz rate of both
     * @param channels 1 or 2
     * @param sampleFrames length, at least 1
     * @param maxOutputBytes more output fails
     */
    record EncodeFlac(
            String input, String output, int sampleRateHz, int channels, long sampleFrames, long maxOutputBytes)
            implements ChildRequest {
        private static final String KIND = "encode-flac";

        @Override
        public void writeTo(DataOutput out) throws IOException {
            out.writeUTF(KIND);
            out.writeUTF(input);
            out.writeUTF(output);
            out.writeInt(sampleRateHz);
            out.writeInt(channels);
            out.writeLong(sampleFrames);
            out.writeLong(maxOutputBytes);
        }
    }
}
