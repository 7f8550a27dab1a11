package io.melolog.worker.neural.torch;

import io.melolog.worker.neural.engine.ModelFormatException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How much each network of a bag says of each stem: one row for each network and in it one weight for each stem. */
record StemWeights(List<List<Double>> rows) {
    /** @param rows one for each network and in it one weight for each stem; null when all count alike */
    static StemWeights of(@Nullable List<List<Double>> rows, int networks, int stems) throws ModelFormatException {
        if (rows == null) {
            List<Double> ones = Collections.nCopies(stems, 1.0);
            return new StemWeights(Collections.nCopies(networks, ones));
        }
        if (rows.size() != networks) {
            throw new ModelFormatException(
                    "The model has " + networks + " networks and stem weights for " + rows.size() + ".");
        }
        for (List<Double> row : rows) {
            if (row.size() != stems || row.stream().anyMatch(weight -> !(weight >= 0) || weight.isInfinite())) {
                throw new ModelFormatException(
                        "A row of the stem weights is not " + stems + " numbers from 0: " + row + ".");
            }
        }
        return new StemWeights(rows);
    }

    /** Of the sum of each stem's weights, how much is one network's. */
    float[] shares(int network) throws ModelFormatException {
        float[] shares = new float[rows.get(network).size()];
        for (int stem = 0; stem < shares.length; stem++) {
            int column = stem;
            double sum = rows.stream().mapToDouble(row -> row.get(column)).sum();
            if (sum == 0) {
                throw new ModelFormatException("No network has a weight for the stem number " + (stem + 1) + ".");
            }
            shares[stem] = (float) (rows.get(network).get(stem) / sum);
        }
        return shares;
    }
}
