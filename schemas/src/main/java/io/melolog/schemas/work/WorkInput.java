package io.melolog.schemas.work;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;

/** What a unit of work reads, by identity and not by bytes, so that a whole plan is known before anything ran. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface WorkInput {

    /** An upload. */
    @JsonTypeName("upload")
    record Upload(String sha256) implements WorkInput {}

    /** An artifact of other work. */
    @JsonTypeName("upstream")
    record Upstream(String workId, String artifact) implements WorkInput {}
}
