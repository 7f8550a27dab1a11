package io.melolog.worker.remote;

import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the answer to an analysis: where the vocals are. */
final class StemAnswer {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final List<String> WRAPPERS = List.of("stems", "result");
    private static final String VOCALS = "vocals";

    private StemAnswer() {}

    /**
     * {@code {"vocals": "...", "accompaniment": "..."}}, or that in {@code stems} or {@code result}; everything else in it is ignored.
     *
     * @param json of any content; its length must be bounded already
     * @param host the service's, for the message
     * @return an address, unchecked
     */
    static String vocals(byte[] json, String host) throws RemoteSeparatorException {
        JsonNode root = parse(json, host);
        Optional<JsonNode> wrapped = WRAPPERS.stream()
                .map(name -> root.path(name).path(VOCALS))
                .filter(JsonNode::isString)
                .findFirst();
        JsonNode vocals = root.path(VOCALS).isString() ? root.path(VOCALS) : wrapped.orElse(root.path(VOCALS));
        if (!vocals.isString() || vocals.stringValue().isBlank()) {
            throw refused(host, "with JSON that has no address of the vocals in the field \"vocals\"");
        }
        return vocals.stringValue().strip();
    }

    private static JsonNode parse(byte[] json, String host) throws RemoteSeparatorException {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw refused(host, "with something that is not JSON");
        }
    }

    private static RemoteSeparatorException refused(String host, String what) {
        return RemoteSeparatorException.refused(
                "The external separator at " + host + " answered " + what + ". Is melolog.separator.url its address?");
    }
}
