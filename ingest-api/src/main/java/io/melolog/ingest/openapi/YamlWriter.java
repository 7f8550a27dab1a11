package io.melolog.ingest.openapi;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes JSON as YAML 1.2 in block style. Every JSON string is a double-quoted scalar of YAML, so nothing needs an escape of its own. */
final class YamlWriter {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final StringBuilder out = new StringBuilder();

    private YamlWriter() {}

    static String write(JsonNode document) {
        YamlWriter writer = new YamlWriter();
        writer.block(document, 0);
        return writer.out.toString();
    }

    private void block(JsonNode node, int depth) {
        if (node.isObject()) {
            node.properties().forEach(field -> {
                indent(depth).append(MAPPER.writeValueAsString(field.getKey())).append(':');
                value(field.getValue(), depth + 1);
            });
        } else {
            node.forEach(item -> {
                indent(depth).append('-');
                value(item, depth + 1);
            });
        }
    }

    private void value(JsonNode node, int depth) {
        if (node.isContainer() && !node.isEmpty()) {
            out.append('\n');
            block(node, depth);
        } else {
            out.append(' ').append(MAPPER.writeValueAsString(node)).append('\n');
        }
    }

    private StringBuilder indent(int depth) {
        return out.repeat("  ", depth);
    }
}
