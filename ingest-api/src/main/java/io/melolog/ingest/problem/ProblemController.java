package io.melolog.ingest.problem;

import io.melolog.ingest.problem.ProblemGuide.ProblemType;
import io.melolog.ingest.tenant.Open;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** What is behind the {@code type} of a problem: HTML for people who follow it, JSON for programs. */
@RestController
public final class ProblemController {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** Every problem type. */
    record Listing(List<ProblemType> problems) {
        Listing {
            problems = List.copyOf(problems);
        }
    }

    @Open
    @GetMapping(ProblemPages.PATH)
    void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
        List<ProblemType> all =
                Arrays.stream(ProblemCode.values()).map(ProblemGuide::of).toList();
        if (wantsPage(request)) {
            write(response, "text/html;charset=UTF-8", ProblemPages.list(all).getBytes(StandardCharsets.UTF_8));
        } else {
            write(response, "application/json", MAPPER.writeValueAsBytes(new Listing(all)));
        }
    }

    @Open
    @GetMapping(ProblemPages.PATH + "/{code}")
    void read(@PathVariable String code, HttpServletRequest request, HttpServletResponse response) throws IOException {
        ProblemType type = ProblemCode.find(code)
                .map(ProblemGuide::of)
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.NOT_FOUND, "No problem has this code. " + ProblemPages.PATH + " lists them."));
        if (wantsPage(request)) {
            write(response, "text/html;charset=UTF-8", ProblemPages.of(type).getBytes(StandardCharsets.UTF_8));
        } else {
            write(response, "application/json", MAPPER.writeValueAsBytes(type));
        }
    }

    /** Whether HTML is named, and liked as well as JSON: browsers name it, programs seldom. */
    private static boolean wantsPage(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        if (accept == null) {
            return false;
        }
        try {
            List<MediaType> types = MediaType.parseMediaTypes(accept);
            double html = quality(types, MediaType.TEXT_HTML);
            return html > 0 && html >= quality(types, MediaType.APPLICATION_JSON);
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    private static double quality(List<MediaType> accepted, MediaType type) {
        return accepted.stream()
                .filter(type::equalsTypeAndSubtype)
                .mapToDouble(MediaType::getQualityValue)
                .max()
                .orElse(0);
    }

    /** Headers are set, not added: what filters have set for every answer is replaced. */
    private static void write(HttpServletResponse response, String contentType, byte[] body) throws IOException {
        response.setHeader("Content-Security-Policy", ProblemPages.POLICY);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "max-age=300");
        response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        response.setContentType(contentType);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
