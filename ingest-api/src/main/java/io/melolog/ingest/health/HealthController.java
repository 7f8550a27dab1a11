package io.melolog.ingest.health;

import io.melolog.ingest.access.ApiKeys;
import io.melolog.ingest.log.BrokerProbe;
import io.melolog.ingest.model.ModelCatalogue;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.ingest.storage.ObjectStorage;
import io.melolog.ingest.tenant.Needs;
import io.melolog.ingest.tenant.Open;
import io.melolog.ingest.view.JobView;
import io.melolog.schemas.access.Scope;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether this replica lives, whether it can serve, and its figures. */
@RestController
public final class HealthController {
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final BrokerProbe broker;
    private final ObjectStorage storage;
    private final JobView view;
    private final ModelCatalogue models;
    private final ApiKeys keys;
    private final PrometheusMeterRegistry meters;

    /** What is up and what is not. */
    record Health(String status, Map<String, String> dependencies) {}

    public HealthController(
            BrokerProbe broker,
            ObjectStorage storage,
            JobView view,
            ModelCatalogue models,
            ApiKeys keys,
            PrometheusMeterRegistry meters) {
        this.broker = broker;
        this.storage = storage;
        this.view = view;
        this.models = models;
        this.keys = keys;
        this.meters = meters;
    }

    @Open
    @GetMapping("/health/live")
    ResponseEntity<Health> live() {
        return answer(HttpStatus.OK, new Health("up", Map.of()));
    }

    @Open
    @GetMapping("/health/ready")
    ResponseEntity<Health> ready() {
        boolean kafka = broker.answers();
        boolean stores = storageAnswers();
        boolean caughtUp = view.isReady();
        boolean modelsKnown = models.isReady();
        boolean keysKnown = keys.isReady();
        boolean ready = kafka && stores && caughtUp && modelsKnown && keysKnown;
        Map<String, String> dependencies = Map.of(
                "kafka",
                name(kafka),
                "storage",
                name(stores),
                "view",
                name(caughtUp),
                "models",
                name(modelsKnown),
                "keys",
                name(keysKnown));
        Health health = new Health(name(ready), dependencies);
        return answer(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE, health);
    }

    @Needs(Scope.ADMIN)
    @GetMapping("/metrics")
    ResponseEntity<byte[]> metrics() {
        return ResponseEntity.ok()
                .header("Content-Type", PROMETHEUS_TEXT)
                .body(meters.scrape().getBytes(StandardCharsets.UTF_8));
    }

    private boolean storageAnswers() {
        try {
            return storage.bucketExists();
        } catch (ProblemException e) {
            return false;
        }
    }

    private static String name(boolean up) {
        return up ? "up" : "down";
    }

    private static ResponseEntity<Health> answer(HttpStatus status, Health health) {
        return ResponseEntity.status(status)
                .cacheControl(CacheControl.noStore())
                .body(health);
    }
}
