package io.melolog.standalone.model;

import io.melolog.schemas.model.ModelFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A TorchScript program from outside: what its {@code model.json} says, and whether it is an archive at all. It is not run here. */
final class ScriptOutline {
    private static final int MAX_DESCRIPTION_BYTES = 64 * 1024;
    private static final int MAX_SEGMENT_SAMPLES = 1 << 25;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ScriptOutline() {}

    private record Description(
            @Nullable Integer sampleRateHz,
            @Nullable Integer channels,
            @Nullable Integer segmentSamples,
            @Nullable List<Object> stems) {}

    static InspectedModel read(List<Path> files, Path file) throws ModelRefusedException, IOException {
        Description said = parse(file);
        if (said.sampleRateHz() == null || said.sampleRateHz() < 1_000 || said.sampleRateHz() > 768_000) {
            throw new ModelRefusedException("sampleRateHz is a whole number from 1000 to 768000");
        }
        if (said.channels() == null || said.channels() < 1 || said.channels() > 2) {
            throw new ModelRefusedException("channels is 1 or 2");
        }
        if (said.segmentSamples() == null || said.segmentSamples() < 1 || said.segmentSamples() > MAX_SEGMENT_SAMPLES) {
            throw new ModelRefusedException("segmentSamples is a whole number from 1 to " + MAX_SEGMENT_SAMPLES);
        }
        double segmentSeconds = (double) said.segmentSamples() / said.sampleRateHz();
        List<String> stems = FileInspection.stems(said.stems());
        return new InspectedModel(ModelFormat.TORCHSCRIPT, files, stems, said.sampleRateHz(), segmentSeconds);
    }

    private static Description parse(Path file) throws ModelRefusedException, IOException {
        if (Files.size(file) > MAX_DESCRIPTION_BYTES) {
            throw new ModelRefusedException("it is too large");
        }
        try {
            Description said = MAPPER.readValue(Files.readAllBytes(file), Description.class);
            if (said != null) {
                return said;
            }
        } catch (JacksonException e) {
            throw new ModelRefusedException("it is not JSON of sampleRateHz, channels, segmentSamples and stems", e);
        }
        throw new ModelRefusedException("it is not JSON of sampleRateHz, channels, segmentSamples and stems");
    }

    /** Programs are zip archives. */
    static InspectedModel requireProgram(Path file, InspectedModel described)
            throws ModelRefusedException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            if (in.read() == 'P' && in.read() == 'K') {
                return described;
            }
        }
        throw new ModelRefusedException("it is no TorchScript program");
    }
}
