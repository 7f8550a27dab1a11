package io.melolog.ingest.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.ingest.tenant.Open;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The OpenAPI document, and the page that shows it. All of it is in memory. */
@RestController
public final class DocsController {
    /** Only our own files, only calls to where the page came from; nothing inline. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final byte[] json;
    private final byte[] yaml;
    private final byte[] page = read("page.html");
    private final Map<String, Content> files = Map.of(
            "style.css", new Content("text/css;charset=UTF-8", read("style.css")),
            "page.js", new Content("text/javascript;charset=UTF-8", read("page.js")));

    private record Content(String type, byte[] bytes) {}

    public DocsController() {
        JsonNode document = ApiDocument.build();
        this.json = document.toString().getBytes(UTF_8);
        this.yaml = YamlWriter.write(document).getBytes(UTF_8);
    }

    @Open
    @GetMapping("/v1/openapi.json")
    void json(HttpServletResponse response) throws IOException {
        write(response, new Content("application/json", json));
    }

    @Open
    @GetMapping("/v1/openapi.yaml")
    void yaml(HttpServletResponse response) throws IOException {
        write(response, new Content("application/yaml", yaml));
    }

    @Open
    @GetMapping("/docs")
    void page(HttpServletResponse response) throws IOException {
        response.setHeader("Content-Security-Policy", POLICY);
        write(response, new Content("text/html;charset=UTF-8", page));
    }

    @Open
    @GetMapping("/docs/{file}")
    void file(@PathVariable String file, HttpServletResponse response) throws IOException {
        Content content = files.get(file);
        if (content == null) {
            throw ProblemException.of(ProblemCode.NOT_FOUND, "The page has no such file.");
        }
        response.setHeader("Content-Security-Policy", POLICY);
        write(response, content);
    }

    /** Headers are set, not added: what filters have set for every answer is replaced. */
    private static void write(HttpServletResponse response, Content content) throws IOException {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "max-age=300");
        response.setContentType(content.type());
        response.setContentLength(content.bytes().length);
        response.getOutputStream().write(content.bytes());
    }

    private static byte[] read(String name) {
        try (InputStream file = DocsController.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(file, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
