package io.melolog.ingest.problem;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Problems for the refusals of HTTP itself, where all that is known is a status. */
final class HttpProblems {
    private HttpProblems() {}

    static Problem of(int status, @Nullable String method, String path) {
        return switch (status) {
            case 404 -> Problem.of(ProblemCode.NOT_FOUND, "There is nothing at this path.", path);
            case 405 ->
                Problem.of(ProblemCode.METHOD_NOT_ALLOWED, method + " is not among the methods of this path.", path);
            case 406 ->
                Problem.of(ProblemCode.NOT_ACCEPTABLE, "What is here does not come in a type that Accept names.", path);
            case 400 ->
                Problem.of(ProblemCode.BAD_REQUEST, "The request's path, query or headers are malformed.", path);
            default -> other(status, path);
        };
    }

    private static Problem other(int status, String path) {
        HttpStatus known = HttpStatus.resolve(status);
        String title = known == null ? "The request was refused" : known.getReasonPhrase();
        return Problem.ofStatus(status, title, "The request was refused with status " + status + ".", path);
    }
}
