package io.melolog.worker.neural.child;

import io.melolog.schemas.model.ModelFormat;
import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.neural.engine.NetworkFiles;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One separation.
 *
 * @param modelId stands for the files: the same id, the same files
 * @param mix mono or stereo
 * @param folder where the stems go; exists
 * @param shifts how many randomly shifted passes are averaged; 0 for one pass without a shift
 * @param seed of the shifts
 */
public record SeparationOrder(String modelId, NetworkFiles files, PcmFile mix, Path folder, int shifts, long seed) {
    private static final int MAX_FILES = 64;
    private static final int MAX_STEMS = 64;

    void writeTo(DataOutputStream out) throws IOException {
        out.writeUTF(modelId);
        out.writeUTF(files.format().name());
        out.writeInt(files.files().size());
        for (Path file : files.files()) {
            out.writeUTF(file.toAbsolutePath().toString());
        }
        writeWeights(out, files.stemWeights());
        out.writeUTF(mix.path().toAbsolutePath().toString());
        out.writeInt(mix.sampleRateHz());
        out.writeInt(mix.channels());
        out.writeLong(mix.sampleFrames());
        out.writeUTF(folder.toAbsolutePath().toString());
        out.writeInt(shifts);
        out.writeLong(seed);
    }

    static SeparationOrder readFrom(DataInputStream in) throws IOException {
        String modelId = in.readUTF();
        ModelFormat format = ModelFormat.valueOf(in.readUTF());
        int count = count(in, MAX_FILES);
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(Path.of(in.readUTF()));
        }
        List<List<Double>> weights = readWeights(in);
        PcmFile mix = new PcmFile(Path.of(in.readUTF()), in.readInt(), in.readInt(), in.readLong());
        return new SeparationOrder(
                modelId,
                new NetworkFiles(format, files, weights),
                mix,
                Path.of(in.readUTF()),
                in.readInt(),
                in.readLong());
    }

    private static void writeWeights(DataOutputStream out, @Nullable List<List<Double>> weights) throws IOException {
        out.writeInt(weights == null ? 0 : weights.size());
        if (weights != null) {
            for (List<Double> row : weights) {
                out.writeInt(row.size());
                for (double weight : row) {
                    out.writeDouble(weight);
                }
            }
        }
    }

    private static @Nullable List<List<Double>> readWeights(DataInputStream in) throws IOException {
        int rows = count(in, MAX_FILES);
        List<List<Double>> weights = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            int columns = count(in, MAX_STEMS);
            List<Double> values = new ArrayList<>();
            for (int column = 0; column < columns; column++) {
                values.add(in.readDouble());
            }
            weights.add(values);
        }
        return rows == 0 ? null : weights;
    }

    static int count(DataInputStream in, int most) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > most) {
            throw new StreamCorruptedException("no list has " + count + " entries");
        }
        return count;
    }
}
