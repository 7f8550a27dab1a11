package io.melolog.worker.neural.torchscript;

import io.melolog.worker.neural.engine.ModelFormatException;
import io.melolog.worker.neural.engine.NetworkForm;
import io.melolog.worker.neural.engine.StemNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The {@code model.json} that describes a TorchScript program: {@code {"sampleRateHz": 44100, "channels": 2, "segmentSamples": 343980,
 * "stems": ["drums", "bass", "other", "vocals"]}}. Fields that are not known are ignored, so that a description may say more.
 */
public final class ScriptDescription {
    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_SEGMENT_SAMPLES = 1 << 25;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ScriptDescription() {}

    /** @throws ModelFormatException when a field is missing or not sound; the message names it */
    public static NetworkForm read(Path file) throws ModelFormatException {
        JsonNode json = parse(file);
        List<String> stems = stems(json.path("stems"));
        StemNames.check(stems);
        return new NetworkForm(
                whole(json, "sampleRateHz", 1_000, 768_000),
                whole(json, "channels", 1, 2),
                whole(json, "segmentSamples", 1, MAX_SEGMENT_SAMPLES),
                stems);
    }

    private static JsonNode parse(Path file) throws ModelFormatException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ModelFormatException("model.json is larger than " + MAX_BYTES + " bytes.");
            }
            JsonNode json = MAPPER.readTree(Files.readAllBytes(file));
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (JacksonException e) {
            throw new ModelFormatException("model.json is not JSON.", e);
        } catch (IOException e) {
            throw new ModelFormatException("model.json cannot be read.", e);
        }
        throw new ModelFormatException("model.json is not a JSON object.");
    }

    private static int whole(JsonNode json, String field, int least, int most) throws ModelFormatException {
        JsonNode value = json.path(field);
        if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
            throw new ModelFormatException(
                    "model.json must say " + field + ", a whole number from " + least + " to " + most + ".");
        }
        return value.intValue();
    }

    private static List<String> stems(JsonNode value) throws ModelFormatException {
        List<String> stems = new ArrayList<>();
        for (JsonNode stem : value) {
            if (!stem.isString()) {
                throw new ModelFormatException("model.json must say stems, a list of names.");
            }
            stems.add(stem.stringValue());
        }
        if (!value.isArray() || stems.isEmpty()) {
            throw new ModelFormatException("model.json must say stems, a list of names.");
        }
        return stems;
    }
}
