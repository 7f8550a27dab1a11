package io.melolog.worker.neural.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.melolog.worker.neural.engine.ModelFormatException;
import java.util.Arrays;

/**
 * Attention of several heads (Vaswani et al. 2017). The queries are taken in chunks: the scores of a chunk exist, never those of
 * all, so that memory grows with the length and not with its square. The scores' scale belongs to the query's weights, and that of
 * the layer to those of the output.
 *
 * @param query {@code channels x channels}; key and value {@code 2 channels x channels}
 */
record Attention(int heads, Linear query, Linear keyAndValue, Linear output) {
    /** Scores held at once on a CPU, where those of one head that stay in its cache are fastest (4 MiB). */
    private static final long SCORES_ON_CPU = 1 << 20;

    /** Scores held at once on a GPU, which wants all heads in few calls (256 MiB of float32). */
    private static final long SCORES_ON_GPU = 1 << 26;

    static Attention read(Weights weights, int channels, int heads, float[] layerScale) throws ModelFormatException {
        float[] inputs = weights.values("in_proj_weight", 3L * channels, channels);
        float[] biases = weights.values("in_proj_bias", 3L * channels);
        float[] queryScale = new float[channels];
        Arrays.fill(queryScale, (float) (1 / Math.sqrt((double) channels / heads)));
        int square = channels * channels;
        return new Attention(
                heads,
                Linear.of(weights, Arrays.copyOf(inputs, square), Arrays.copyOf(biases, channels), queryScale),
                Linear.of(
                        weights,
                        Arrays.copyOfRange(inputs, square, 3 * square),
                        Arrays.copyOfRange(biases, channels, 3 * channels),
                        new float[0]),
                Linear.read(weights.in("out_proj"), channels, channels, layerScale));
    }

    /**
     * @param x {@code batch x length x channels}, whose tokens ask
     * @param context {@code batch x otherLength x channels}, whose tokens answer
     */
    NDArray apply(NDArray x, NDArray context) {
        NDManager outer = x.getManager();
        try (NDManager scope = outer.newSubManager()) {
            Shape shape = x.getShape();
            NDArray queries = byHeads(query.apply(x), scope);
            NDArray answers = keyAndValue.apply(context);
            answers.attach(scope);
            long channels = shape.get(2);
            NDArray keys =
                    byHeads(Kernels.slice(answers, 2, 0, channels), scope).transpose(0, 2, 1);
            NDArray values = byHeads(Kernels.slice(answers, 2, channels, 2 * channels), scope);
            NDArray attended = attended(queries, keys, values);
            NDArray joined = attended.reshape(shape.get(0), heads, shape.get(1), channels / heads)
                    .transpose(0, 2, 1, 3)
                    .reshape(shape);
            NDArray result = output.apply(joined);
            result.attach(outer);
            return result;
        }
    }

    private static NDArray attended(NDArray queries, NDArray keys, NDArray values) {
        boolean gpu = queries.getDevice().isGpu();
        long rows = queries.getShape().get(0);
        long group = gpu ? rows : 1;
        long chunk = Math.max(
                1,
                (gpu ? SCORES_ON_GPU : SCORES_ON_CPU) / (group * keys.getShape().get(2)));
        NDList parts = new NDList();
        for (long row = 0; row < rows; row += group) {
            parts.add(attended(
                    Kernels.slice(queries, 0, row, row + group),
                    Kernels.slice(keys, 0, row, row + group),
                    Kernels.slice(values, 0, row, row + group),
                    chunk));
        }
        return NDArrays.concat(parts, 0);
    }

    private static NDArray attended(NDArray queries, NDArray keys, NDArray values, long chunk) {
        long length = queries.getShape().get(1);
        NDList parts = new NDList();
        for (long from = 0; from < length; from += chunk) {
            parts.add(Flow.of(Kernels.slice(queries, 1, from, Math.min(length, from + chunk)))
                    .then(x -> x.batchMatMul(keys))
                    .then(Kernels::softmaxOfLast)
                    .then(x -> x.batchMatMul(values))
                    .value());
        }
        return NDArrays.concat(parts, 1);
    }

    /** {@code batch x length x channels} as {@code (batch * heads) x length x (channels / heads)}. */
    private NDArray byHeads(NDArray x, NDManager scope) {
        Shape shape = x.getShape();
        x.attach(scope);
        return x.reshape(shape.get(0), shape.get(1), heads, shape.get(2) / heads)
                .transpose(0, 2, 1, 3)
                .reshape(shape.get(0) * heads, shape.get(1), shape.get(2) / heads);
    }
}
