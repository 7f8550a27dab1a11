package io.melolog.schemas.work;

/** An input of work as an object that a worker can fetch. {@code name} is {@code source} or the upstream artifact's name. */
public record InputObject(String name, String key, String mediaType) {
    /** The name of an upload among a stage's inputs. */
    public static final String SOURCE = "source";
}
