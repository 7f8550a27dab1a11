package io.melolog.schemas.work;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Interactive work is leased before bulk work. */
public enum Lane {
    @JsonProperty("interactive")
    INTERACTIVE,
    @JsonProperty("bulk")
    BULK
}
