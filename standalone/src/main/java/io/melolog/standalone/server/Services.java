package io.melolog.standalone.server;

import io.melolog.ingest.app.IngestApplication;
import io.melolog.notifier.app.NotifierApplication;
import io.melolog.standalone.storage.EmbeddedStorage;
import io.melolog.standalone.storage.StorageAccount;
import io.melolog.topology.app.TopologyApplication;
import io.melolog.worker.app.WorkerApplication;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The four services, each in an application context of its own, wired as in production. */
final class Services implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Services.class);

    /** A person waits at the terminal, and work that is cut short is done again after the next start. */
    private static final String WORKER_GRACE = "5s";

    private final DataFolder folder;
    private final ServerSettings settings;
    private final URI address;
    private final StorageAccount account;
    private final String bootstrapServers;
    private final CompletableFuture<Void> infrastructure;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Deque<ConfigurableApplicationContext> contexts = new ArrayDeque<>();

    /** @param infrastructure done when broker and storage answer; contexts are prepared meanwhile */
    Services(
            DataFolder folder,
            ServerSettings settings,
            URI address,
            StorageAccount account,
            String bootstrapServers,
            CompletableFuture<Void> infrastructure) {
        this.folder = folder;
        this.settings = settings;
        this.address = address;
        this.account = account;
        this.bootstrapServers = bootstrapServers;
        this.infrastructure = infrastructure;
    }

    /** Starts them all, side by side; returns when the last one runs. */
    void start(Executor executor) {
        String[] arguments = arguments(); // once: the first start of a folder makes its admin key
        List<CompletableFuture<Void>> starts = new ArrayList<>();
        starts.add(start(executor, arguments, IngestApplication.class, WebApplicationType.SERVLET));
        starts.add(start(executor, arguments, TopologyApplication.class, WebApplicationType.NONE));
        starts.add(start(executor, arguments, WorkerApplication.class, WebApplicationType.NONE));
        starts.add(start(executor, arguments, NotifierApplication.class, WebApplicationType.NONE));
        CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new)).join();
    }

    /** Stops them in reverse order. */
    @Override
    public void close() {
        synchronized (contexts) {
            while (!contexts.isEmpty()) {
                contexts.pop().close();
            }
        }
        registry.close();
    }

    private CompletableFuture<Void> start(
            Executor executor, String[] arguments, Class<?> application, WebApplicationType type) {
        return CompletableFuture.runAsync(() -> run(arguments, application, type), executor);
    }

    private void run(String[] arguments, Class<?> application, WebApplicationType type) {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(application)
                .web(type)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .initializers(this::prepare)
                .properties("melolog.worker.grace-period=" + WORKER_GRACE)
                .run(arguments);
        synchronized (contexts) {
            contexts.push(context);
        }
        LOG.atInfo().addKeyValue("application", application.getSimpleName()).log("Service started");
    }

    private void prepare(ConfigurableApplicationContext context) {
        context.getBeanFactory().registerSingleton("meterRegistry", registry);
        context.addBeanFactoryPostProcessor(beans -> infrastructure.join());
    }

    /** As arguments, since nothing in the environment may point a service elsewhere. */
    private String[] arguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.config.location=optional:classpath:/melolog/",
                "--spring.jmx.enabled=false",
                "--melolog.http.address=" + settings.httpAddress(),
                "--melolog.http.port=" + address.getPort(),
                "--melolog.kafka.bootstrap-servers=" + bootstrapServers,
                "--melolog.kafka.topics.partitions=1",
                "--melolog.kafka.topics.replication-factor=1",
                "--melolog.s3.endpoint=" + EmbeddedStorage.endpoint(account),
                "--melolog.s3.public-endpoint=" + EmbeddedStorage.endpoint(account),
                "--melolog.s3.access-key=" + account.accessKey(),
                "--melolog.s3.secret-key=" + account.secretKey(),
                "--melolog.data-dir=" + folder.state()));
        if (settings.asksForKeys() && !settings.hasAdminKey()) {
            arguments.add("--melolog.admin-key=" + adminKey());
        }
        return arguments.toArray(String[]::new);
    }

    private String adminKey() {
        try {
            return AdminKey.ensure(folder.path());
        } catch (IOException e) {
            throw new UncheckedIOException("the admin key cannot be kept in " + folder.path(), e);
        }
    }
}
