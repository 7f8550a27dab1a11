package io.melolog.standalone.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the one who adds a model says of it; null for what is left to be found out.
 *
 * @param stemWeights of a bag: one row per file, one column per stem
 * @param source the address of the files
 */
public record ModelWishes(
        @Nullable String name,
        @Nullable String version,
        @Nullable String licence,
        @Nullable String quality,
        @Nullable List<List<Double>> stemWeights,
        @Nullable String source) {}
