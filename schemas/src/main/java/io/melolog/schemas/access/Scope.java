package io.melolog.schemas.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a caller may do. None includes another. */
public enum Scope {
    /** Send recordings; cancel and erase jobs of the own tenant. */
    @JsonProperty("submit")
    SUBMIT,
    /** Read jobs and artifacts of the own tenant, and the catalogue of models. */
    @JsonProperty("read")
    READ,
    /** Change what everybody shares: models and keys. Shows nothing of other tenants' jobs. */
    @JsonProperty("admin")
    ADMIN;

    /** As it is written, such as {@code submit}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Scope> find(String id) {
        return Arrays.stream(values()).filter(scope -> scope.id().equals(id)).findFirst();
    }
}
