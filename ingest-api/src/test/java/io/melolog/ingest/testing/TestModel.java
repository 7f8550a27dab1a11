package io.melolog.ingest.testing;

import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/** A model of one file of noise, which the catalogue takes for a checkpoint: what is inside is looked at by those who load it. */
public record TestModel(String name, String version, byte[] content) {
    /** A model whose file no other has. */
    public static TestModel fresh(String name, String version) {
        byte[] content = new byte[10_000];
        new Random(31L * name.hashCode() + version.hashCode()).nextBytes(content);
        return new TestModel(name, version, content);
    }

    public String ref() {
        return name + "@" + version;
    }

    public String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With fields of the JSON replaced or added. */
    public String manifest(String... more) {
        String manifest = """
                {"name": "%s", "version": "%s", "stage": "separation", "format": "htdemucs",
                 "files": [{"name": "net.th", "bytes": %d, "sha256": "%s"}],
                 "stems": ["drums", "bass", "other", "vocals"], "licence": "MIT"%s}
                """;
        return manifest.formatted(
                name, version, content.length, sha256(), more.length == 0 ? "" : ", " + String.join(", ", more));
    }

    public byte[] form() {
        return Audio.join(Replica.field("manifest", manifest()), file());
    }

    public byte[] file() {
        return Replica.filePart("filename=\"net.th\"", content);
    }

    public HttpResponse<String> register(Replica replica) {
        return replica.postForm("/v1/models", form());
    }

    public TestModel registered(Replica replica) {
        HttpResponse<String> response = register(replica);
        if (response.statusCode() != 201) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return this;
    }
}
