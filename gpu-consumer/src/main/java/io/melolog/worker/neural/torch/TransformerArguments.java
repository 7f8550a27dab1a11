package io.melolog.worker.neural.torch;

import io.melolog.worker.neural.engine.ModelFormatException;

/**
 * What decides the shape of the transformer between encoders and decoders.
 *
 * @param layers of each branch; 0 for no transformer
 * @param hiddenScale how many times wider the feed-forward parts are
 * @param positionWeight of the position embeddings
 * @param crossFirst whether the first layer is a cross-attention
 */
record TransformerArguments(
        int layers,
        int heads,
        double hiddenScale,
        double maxPeriod,
        double positionWeight,
        boolean normalizesOutput,
        boolean scalesLayers,
        boolean gelu,
        boolean crossFirst) {

    static TransformerArguments read(Arguments arguments) throws ModelFormatException {
        Object embedding = arguments.read("t_emb");
        if (embedding != null && !embedding.equals("sin")) {
            throw arguments.unsupported("t_emb");
        }
        if (arguments.whole("t_sin_random_shift", 0) != 0) {
            throw arguments.unsupported("t_sin_random_shift");
        }
        arguments.require("t_norm_in", true, true);
        arguments.require("t_group_norm", false, false);
        arguments.require("t_norm_first", true, true);
        arguments.require("t_sparse_self_attn", false, false);
        arguments.require("t_sparse_cross_attn", false, false);
        arguments.ignore("t_norm_in_group", "t_dropout", "t_max_positions", "t_weight_decay", "t_lr");
        arguments.ignore("t_cape_mean_normalize", "t_cape_augment", "t_cape_glob_loc_scale", "t_mask_type");
        arguments.ignore(
                "t_mask_random_seed", "t_sparse_attn_window", "t_global_window", "t_sparsity", "t_auto_sparsity");
        return new TransformerArguments(
                HtDemucsArguments.bounded(arguments, "t_layers", 5, 0, 64),
                HtDemucsArguments.bounded(arguments, "t_heads", 8, 1, 256),
                positive(arguments, "t_hidden_scale", 4),
                positive(arguments, "t_max_period", 10_000),
                arguments.real("t_weight_pos_embed", 1),
                arguments.flag("t_norm_out", true),
                arguments.flag("t_layer_scale", true),
                arguments.flag("t_gelu", true),
                arguments.flag("t_cross_first", false));
    }

    private static double positive(Arguments arguments, String name, double byDefault) throws ModelFormatException {
        double value = arguments.real(name, byDefault);
        if (value <= 0 || value > 1e6) {
            throw arguments.unsupported(name);
        }
        return value;
    }
}
