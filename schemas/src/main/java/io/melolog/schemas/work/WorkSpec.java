package io.melolog.schemas.work;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.stage.StageParameters;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A unit of work. Equal specs are the same work: its id is the SHA-256 of the canonical JSON of this record.
 *
 * @param stageVersion the stage's version when the work was planned
 * @param dedupScope jobs of one scope share work
 */
public record WorkSpec(
        Stage stage,
        int stageVersion,
        ModelRef model,
        List<WorkInput> inputs,
        StageParameters parameters,
        String dedupScope) {
    public WorkSpec {
        inputs = List.copyOf(inputs);
    }

    /** 64 lower-case hexadecimal digits. */
    @JsonIgnore
    public String workId() {
        return sha256Hex(EventJson.canonical(this));
    }

    /** The ledger's id of an upload, which jobs hold like work: an upload is work that is finished from the start. */
    public static String originalId(String dedupScope, String sha256) {
        return sha256Hex(EventJson.canonical(List.of("original", dedupScope, sha256)));
    }

    private static String sha256Hex(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
