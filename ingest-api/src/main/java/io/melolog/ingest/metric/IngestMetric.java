package io.melolog.ingest.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.Supplier;

/** Every metric of this service. Names and tags are public API. */
public enum IngestMetric {
    UPLOADS("ingest.uploads", "uploads by outcome: accepted, or the code of the problem", "outcome"),
    UPLOAD_BYTES("ingest.upload.bytes", "sizes of accepted uploads, in bytes", ""),
    UPLOAD_DURATION("ingest.upload.duration", "from the first byte of an upload to its answer", "outcome"),
    ACCESS_REFUSED(
            "ingest.access.refused", "calls whose caller is unknown or may not, by the code of the problem", "code"),
    UPLOADS_RUNNING("ingest.uploads.running", "uploads that hold a slot", ""),
    JOBS("ingest.jobs", "jobs that have not ended", "status"),
    JOBS_FINISHED("ingest.jobs.finished", "jobs seen to end since this replica was ready", "status"),
    REQUESTS_WAITING("ingest.requests.waiting", "requests that are held until their job moves on", ""),
    EVENT_STREAMS("ingest.event.streams", "event streams that are open", ""),
    EVENT_STREAMS_ENDED("ingest.event.streams.ended", "event streams that ended, by reason", "reason"),
    VIEW_RECORDS("ingest.view.records", "records applied to the view", "topic"),
    VIEW_UNREADABLE("ingest.view.unreadable", "records that the view could not read", "topic"),
    VIEW_LAG("ingest.view.lag", "records that the view is behind in the partition where it is furthest behind", ""),
    ARTIFACT_REDIRECTS("ingest.artifact.redirects", "redirects to stored artifacts", "");

    private final String metricName;
    private final String description;
    private final String tag;

    IngestMetric(String metricName, String description, String tag) {
        this.metricName = metricName;
        this.description = description;
        this.tag = tag;
    }

    /** The counter of a metric with one tag. */
    public Counter counter(MeterRegistry registry, String tagValue) {
        return Counter.builder(metricName)
                .description(description)
                .tag(tag, tagValue)
                .register(registry);
    }

    /** The counter of a metric without tags. */
    public Counter counter(MeterRegistry registry) {
        return Counter.builder(metricName).description(description).register(registry);
    }

    public Timer timer(MeterRegistry registry, String tagValue) {
        return Timer.builder(metricName)
                .description(description)
                .tag(tag, tagValue)
                .publishPercentileHistogram(false)
                .register(registry);
    }

    public DistributionSummary bytes(MeterRegistry registry) {
        return DistributionSummary.builder(metricName)
                .description(description)
                .baseUnit("bytes")
                .register(registry);
    }

    public void gauge(MeterRegistry registry, Supplier<Number> value) {
        Gauge.builder(metricName, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    public void gauge(MeterRegistry registry, String tagValue, Supplier<Number> value) {
        Gauge.builder(metricName, value)
                .description(description)
                .tag(tag, tagValue)
                .strongReference(true)
                .register(registry);
    }
}
