package io.melolog.worker.neural.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.melolog.worker.neural.checkpoint.Checkpoint.Fraction;
import io.melolog.worker.neural.engine.ModelFormatException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HtDemucsArgumentsTest {
    @Test
    void shouldUnderstandTheOfficialArguments() throws Exception {
        // given
        Map<String, Object> official = FormulaNetworks.arguments("true");
        official.putAll(
                Map.of("t_dropout", 0.02, "t_weight_decay", 0.05, "t_cape_glob_loc_scale", List.of(5000.0, 1.0, 1.4)));
        official.putAll(
                Map.of("multi_freqs", List.of(), "wiener_iters", 0L, "t_mask_type", "diag", "t_sparsity", 0.95));
        official.put("t_lr", null);
        official.put("channels_time", null);
        // when
        HtDemucsArguments arguments = HtDemucsArguments.read(official);
        // then
        assertThat(arguments.form().segmentSamples()).isEqualTo(343_980);
        assertThat(arguments.form().sampleRateHz()).isEqualTo(44_100);
        assertThat(arguments.frames()).isEqualTo(336);
        assertThat(arguments.channels(3)).isEqualTo(384);
        assertThat(arguments.frequencies(3)).isEqualTo(8);
        assertThat(arguments.times(4)).isEqualTo(1344);
    }

    static Stream<Arguments> otherNetworks() {
        return Stream.of(
                Arguments.of("cac", false),
                Arguments.of("multi_freqs", List.of(0.25)),
                Arguments.of("context_enc", 1L),
                Arguments.of("norm_starts", 2L),
                Arguments.of("depth", 5L),
                Arguments.of("depth", 0L),
                Arguments.of("kernel_size", 6L),
                Arguments.of("channels", -48L),
                Arguments.of("channels", "many"),
                Arguments.of("channels", 1L << 40),
                Arguments.of("nfft", 24L),
                Arguments.of("dconv_comp", 0.0),
                Arguments.of("dconv_comp", Double.NaN),
                Arguments.of("t_emb", "cape"),
                Arguments.of("t_sin_random_shift", 3L),
                Arguments.of("t_norm_in", false),
                Arguments.of("t_norm_first", false),
                Arguments.of("t_group_norm", true),
                Arguments.of("t_sparse_self_attn", true),
                Arguments.of("t_heads", 7L),
                Arguments.of("t_hidden_scale", Double.POSITIVE_INFINITY),
                Arguments.of("segment", new Fraction(1, 0)),
                Arguments.of("segment", new Fraction(1L << 50, 1)),
                Arguments.of("segment", -1L),
                Arguments.of("segment", List.of()),
                Arguments.of("samplerate", 0L),
                Arguments.of("audio_channels", 6L),
                Arguments.of("sources", List.of()),
                Arguments.of("sources", Arrays.asList("vocals", null)),
                Arguments.of("sources", "vocals"),
                Arguments.of("dconv_lstm", 2L));
    }

    @ParameterizedTest
    @MethodSource("otherNetworks")
    void shouldNameTheArgumentOfNetworksThatItCannotBuild(String name, Object value) {
        // given
        Map<String, Object> arguments = new HashMap<>(FormulaNetworks.arguments("true"));
        arguments.put(name, value);
        // when, then
        assertThatThrownBy(() -> HtDemucsArguments.read(arguments))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(name.equals("depth") && value.equals(5L) ? "norm_starts" : name);
    }
}
