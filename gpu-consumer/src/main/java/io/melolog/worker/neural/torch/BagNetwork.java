package io.melolog.worker.neural.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.melolog.worker.neural.engine.ModelFormatException;
import io.melolog.worker.neural.engine.NetworkForm;
import java.util.ArrayList;
import java.util.List;

/**
 * Several networks of one form as one: each stem is the weighted mean of what they say of it. {@code htdemucs_ft} is such a bag, in
 * which each network alone speaks for the stem that it was tuned for.
 */
final class BagNetwork implements TorchNetwork {
    private final List<TorchNetwork> networks;
    private final List<NDArray> shares;

    private BagNetwork(List<TorchNetwork> networks, List<NDArray> shares) {
        this.networks = networks;
        this.shares = shares;
    }

    /** @param networks those that have a weight, and {@code indices} their rows in the weights */
    static BagNetwork of(List<TorchNetwork> networks, List<Integer> indices, StemWeights weights, NDManager manager)
            throws ModelFormatException {
        NetworkForm form = networks.getFirst().form();
        List<NDArray> shares = new ArrayList<>();
        for (int index = 0; index < networks.size(); index++) {
            if (!networks.get(index).form().equals(form)) {
                throw new ModelFormatException("The networks of the model differ: one is of " + form + ", another of "
                        + networks.get(index).form() + ".");
            }
            float[] own = weights.shares(indices.get(index));
            shares.add(manager.create(own, new Shape(1, own.length, 1, 1)));
        }
        return new BagNetwork(List.copyOf(networks), shares);
    }

    @Override
    public NetworkForm form() {
        return networks.getFirst().form();
    }

    @Override
    public NDArray separate(float[] mixes, int batch, NDManager scope) {
        NDArray sum = share(0, mixes, batch, scope);
        for (int network = 1; network < networks.size(); network++) {
            try (NDArray share = share(network, mixes, batch, scope)) {
                sum.addi(share);
            }
        }
        return sum;
    }

    private NDArray share(int network, float[] mixes, int batch, NDManager scope) {
        return networks.get(network).separate(mixes, batch, scope).muli(shares.get(network));
    }

    @Override
    public void close() {
        networks.forEach(TorchNetwork::close);
        shares.forEach(NDArray::close);
    }
}
