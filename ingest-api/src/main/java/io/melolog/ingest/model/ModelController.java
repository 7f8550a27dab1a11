package io.melolog.ingest.model;

import io.melolog.ingest.log.TraceParent;
import io.melolog.ingest.model.ModelDocument.Listing;
import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.ingest.tenant.Needs;
import io.melolog.schemas.access.Scope;
import io.melolog.schemas.event.EventHeaders;
import io.melolog.schemas.stage.Stage;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Semaphore;
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
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The catalogue of models over HTTP. */
@RestController
public final class ModelController {
    private static final int MAX_UPLOADS = 2;
    private static final int MAX_BODY_BYTES = 8 * 1024;
    private static final int RETRY_AFTER_SECONDS = 5;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final ModelCatalogue catalogue;
    private final ModelRegistry registry;
    private final Semaphore uploads = new Semaphore(MAX_UPLOADS);

    public ModelController(ModelCatalogue catalogue, ModelRegistry registry) {
        this.catalogue = catalogue;
        this.registry = registry;
    }

    @Needs(Scope.READ)
    @GetMapping("/v1/models")
    ResponseEntity<Listing> list() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new Listing(catalogue.all().stream().map(this::document).toList()));
    }

    @Needs(Scope.READ)
    @GetMapping("/v1/models/{reference}")
    ResponseEntity<ModelDocument> read(@PathVariable String reference) {
        return answer(registry.require(reference));
    }

    @Needs(Scope.ADMIN)
    @PostMapping("/v1/models")
    ResponseEntity<ModelDocument> register(
            HttpServletRequest request,
            @RequestHeader(name = EventHeaders.TRACE_PARENT, required = false) @Nullable String traceParent) {
        if (!uploads.tryAcquire()) {
            throw ProblemException.passing(
                    ProblemCode.TOO_MANY_UPLOADS,
                    "Other models are being received. Try again.",
                    RETRY_AFTER_SECONDS,
                    null);
        }
        try {
            ModelRegistry.Outcome outcome = registry.register(request, TraceParent.continuing(traceParent));
            return ResponseEntity.status(outcome.created() ? HttpStatus.CREATED : HttpStatus.OK)
                    .location(URI.create("/v1/models/" + outcome.model().ref()))
                    .cacheControl(CacheControl.noStore())
                    .body(document(outcome.model()));
        } finally {
            uploads.release();
        }
    }

    @Needs(Scope.ADMIN)
    @DeleteMapping("/v1/models/{reference}")
    ResponseEntity<Void> remove(
            @PathVariable String reference,
            @RequestHeader(name = EventHeaders.TRACE_PARENT, required = false) @Nullable String traceParent) {
        if (reference.indexOf('@') < 0) {
            throw ProblemException.of(ProblemCode.MODEL_NOT_FOUND, "Say which version to remove: name@version.");
        }
        registry.remove(reference, TraceParent.continuing(traceParent));
        return ResponseEntity.noContent().build();
    }

    @Needs(Scope.ADMIN)
    @PostMapping("/v1/models/{stage}/activate")
    ResponseEntity<ModelDocument> activate(
            @PathVariable String stage,
            HttpServletRequest request,
            @RequestHeader(name = EventHeaders.TRACE_PARENT, required = false) @Nullable String traceParent)
            throws IOException {
        Stage known = Stage.find(stage)
                .orElseThrow(() -> ProblemException.of(ProblemCode.NOT_FOUND, "No stage has this name."));
        String reference = modelOf(request);
        return answer(registry.activate(known, reference, TraceParent.continuing(traceParent)));
    }

    private static String modelOf(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(MAX_BODY_BYTES);
        try {
            JsonNode model = MAPPER.readTree(body).path("model");
            if (model.isString()) {
                return model.stringValue();
            }
        } catch (JacksonException e) {
            throw notAModel();
        }
        throw notAModel();
    }

    private static ProblemException notAModel() {
        return ProblemException.of(
                ProblemCode.INVALID_PARAMETER, "The body is JSON that names the model: {\"model\": \"name@version\"}.");
    }

    private ResponseEntity<ModelDocument> answer(CatalogueModel model) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(document(model));
    }

    private ModelDocument document(CatalogueModel model) {
        return ModelDocument.of(model, catalogue.active(model.stage()).equals(model));
    }
}
