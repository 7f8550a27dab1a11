package io.melolog.ingest.access;

import io.melolog.ingest.log.TraceParent;
import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.ingest.tenant.Needs;
import io.melolog.schemas.access.Scope;
import io.melolog.schemas.event.EventHeaders;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Keys over HTTP. */
@RestController
public final class KeyController {
    private static final int MAX_BODY_BYTES = 8 * 1024;

    private final KeyRegistry registry;

    public KeyController(KeyRegistry registry) {
        this.registry = registry;
    }

    @Needs(Scope.ADMIN)
    @PostMapping("/v1/keys")
    ResponseEntity<KeyDocument> create(
            HttpServletRequest request,
            @RequestHeader(name = EventHeaders.TRACE_PARENT, required = false) @Nullable String traceParent)
            throws IOException {
        byte[] body = request.getInputStream().readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            throw ProblemException.of(ProblemCode.INVALID_PARAMETER, "The body is too long.");
        }
        KeyRegistry.Created created = registry.create(KeyRequest.parse(body), TraceParent.continuing(traceParent));
        return ResponseEntity.status(HttpStatus.CREATED)
                .location(URI.create("/v1/keys/" + created.key().keyId()))
                .cacheControl(CacheControl.noStore())
                .body(KeyDocument.of(created.key(), created.text().text()));
    }

    @Needs(Scope.ADMIN)
    @GetMapping("/v1/keys")
    ResponseEntity<KeyDocument.Listing> list() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new KeyDocument.Listing(
                        registry.all().stream().map(KeyDocument::of).toList()));
    }

    @Needs(Scope.ADMIN)
    @DeleteMapping("/v1/keys/{id}")
    ResponseEntity<Void> revoke(
            @PathVariable String id,
            @RequestHeader(name = EventHeaders.TRACE_PARENT, required = false) @Nullable String traceParent) {
        registry.revoke(id, TraceParent.continuing(traceParent));
        return ResponseEntity.noContent().build();
    }
}
