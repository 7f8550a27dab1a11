package io.melolog.worker.dsp.separation;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Weights of {@link MaskNetwork} as {@code training/separator/export.py} writes them: big-endian; the letters MLMN, a version,
 * the numbers of inputs, width, inner width and blocks; the linear layers, each as outputs x (a scale and inputs signed bytes)
 * and outputs biases; before the last layer a gain and a shift per channel; each block led by its dilation. Immutable, shared by
 * threads.
 *
 * @param gain of the last normalisation, per channel
 * @param shift likewise
 */
record MaskWeights(DenseLayer enter, List<Block> blocks, float[] gain, float[] shift, DenseLayer leave) {
    private static final int MAGIC = 0x4D4C4D4E;
    private static final int VERSION = 1;
    private static final int MAX_WIDTH = 1024;
    private static final int MAX_BLOCKS = 32;

    /** One residual block. */
    record Block(int dilation, DenseLayer enter, DenseLayer spread, DenseLayer leave) {}

    private record Shape(int inputs, int width, int inner, int blocks) {}

    /**
     * Reads weights to the end of the stream.
     *
     * @param sha256 what the file must hash to, in lower-case hexadecimal
     * @throws IOException for another hash, another format or an impossible shape
     */
    static MaskWeights read(InputStream in, String sha256) throws IOException {
        MessageDigest digest = sha256();
        DataInputStream data = new DataInputStream(new DigestInputStream(in, digest));
        MaskWeights weights = read(data);
        if (data.read() >= 0) {
            throw new IOException("weights are longer than their shape says");
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(sha256)) {
            throw new IOException("weights are damaged: SHA-256 is " + found);
        }
        return weights;
    }

    private static MaskWeights read(DataInputStream data) throws IOException {
        if (data.readInt() != MAGIC || data.readInt() != VERSION) {
            throw new IOException("not weights of a mask network, or of another version");
        }
        Shape shape = new Shape(data.readInt(), data.readInt(), data.readInt(), data.readInt());
        requirePossible(shape);
        DenseLayer enter = dense(data, shape.inputs(), shape.width());
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < shape.blocks(); i++) {
            blocks.add(block(data, shape));
        }
        float[] gain = floats(data, shape.width());
        float[] shift = floats(data, shape.width());
        return new MaskWeights(enter, List.copyOf(blocks), gain, shift, dense(data, shape.width(), shape.inputs()));
    }

    private static void requirePossible(Shape shape) throws IOException {
        boolean whole = shape.width() % 4 == 0 && shape.inner() % 4 == 0;
        boolean small = shape.width() <= MAX_WIDTH && shape.inner() <= MAX_WIDTH && shape.blocks() <= MAX_BLOCKS;
        boolean positive = shape.width() > 0 && shape.inner() > 0 && shape.blocks() > 0;
        if (shape.inputs() != SpectralBands.FEATURES || !whole || !small || !positive) {
            throw new IOException("weights of an impossible shape: " + shape);
        }
    }

    private static Block block(DataInputStream data, Shape shape) throws IOException {
        int dilation = data.readInt();
        if (dilation < 1 || dilation > TemporalBlock.MAX_FRAMES) {
            throw new IOException("weights with an impossible dilation: " + dilation);
        }
        return new Block(
                dilation,
                dense(data, shape.width(), shape.inner()),
                dense(data, 3 * shape.inner(), shape.inner()),
                dense(data, shape.inner(), shape.width()));
    }

    private static DenseLayer dense(DataInputStream data, int inputs, int outputs) throws IOException {
        float[][] weights = new float[inputs][outputs];
        byte[] row = new byte[inputs];
        for (int o = 0; o < outputs; o++) {
            float scale = data.readFloat();
            data.readFully(row);
            for (int i = 0; i < inputs; i++) {
                weights[i][o] = scale * row[i];
            }
        }
        return new DenseLayer(weights, floats(data, outputs));
    }

    private static float[] floats(DataInputStream data, int count) throws IOException {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = data.readFloat();
        }
        return values;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
