package io.melolog.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** The environment that {@code docker-compose.yml} gives each service. */
final class ComposeFile {
    private final Map<String, Object> services;

    @SuppressWarnings("unchecked")
    ComposeFile(Path file) throws IOException {
        Map<String, Object> document = new Yaml().load(Files.readString(file));
        services = (Map<String, Object>) document.get("services");
    }

    /** The service's environment, in the order of the file. */
    Map<String, String> environment(String service) {
        Map<?, ?> definition = (Map<?, ?>) services.get(service);
        Map<?, ?> environment = (Map<?, ?>) definition.get("environment");
        Map<String, String> result = new LinkedHashMap<>();
        environment.forEach((name, value) -> result.put(name.toString(), value.toString()));
        return result;
    }
}
