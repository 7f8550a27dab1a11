package io.melolog.ingest.problem;

import io.melolog.ingest.problem.ProblemGuide.ProblemType;
import java.util.List;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The explanations of problems as pages. */
final class ProblemPages {
    static final String PATH = "/problems";
    /** Nothing runs, and the style sheet is our own. */
    static final String POLICY =
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ProblemPages() {}

    static String list(List<ProblemType> types) {
        StringBuilder rows = new StringBuilder();
        for (ProblemType type : types) {
            rows.append("""
                    <tr><td>%d</td><td><a href="%s"><code>%s</code></a></td><td>%s</td></tr>
                    """.formatted(type.status(), text(type.type()), text(type.code()), text(type.title())));
        }
        return page("Problems", """
                <p>Every error of this API is a problem document (RFC 9457). Its <code>type</code> leads here; <code>code</code> is for programs.</p>
                <table><thead><tr><th>Status</th><th>Code</th><th>Title</th></tr></thead><tbody>
                %s</tbody></table>
                """.formatted(rows));
    }

    static String of(ProblemType type) {
        return page(type.title(), """
                <p><code>%s</code>, status %d</p>
                <h2>What it means</h2>
                <p>%s</p>
                <h2>What to do</h2>
                <p>%s</p>
                <p>%s</p>
                <h2>Example</h2>
                <pre>%s</pre>
                <p><a href="%s">All problems</a></p>
                """.formatted(
                        text(type.code()),
                        type.status(),
                        text(type.meaning()),
                        text(type.remedy()),
                        type.retryable()
                                ? "The same request may succeed when it is sent again."
                                : "Sending the same request again gives the same answer.",
                        text(MAPPER.writeValueAsString(type.example())),
                        PATH));
    }

    private static String page(String title, String content) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%1$s – Melolog</title>
                <link rel="stylesheet" href="/docs/style.css">
                </head>
                <body>
                <main>
                <h1>%1$s</h1>
                %2$s</main>
                </body>
                </html>
                """.formatted(text(title), content);
    }

    private static String text(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }
}
