package io.melolog.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.schemas.job.JobEvent;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.topic.Topics;
import io.melolog.schemas.work.WorkCompleted;
import io.melolog.standalone.storage.EmbeddedStorage;
import io.melolog.standalone.storage.StorageAccount;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The four services, each {@code java -jar} in a process of its own, configured by the environment of {@code docker-compose.yml} and nothing else. The
 * broker comes from the subclass.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServicesApart {
    private static final String ADMIN_KEY = "of-this-test-alone-0123456789abcdef";
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final List<String> SERVICES = List.of("ingest-api", "streams-topology", "gpu-consumer", "notifier");

    @TempDir
    static Path temp;

    private final Map<String, JavaProcess> processes = new HashMap<>();
    private EmbeddedStorage storage;
    private StorageAccount account;
    private int httpPort;
    private MelologClient client;

    /** Starts the broker. */
    abstract String startBroker(Path dir) throws Exception;

    abstract void stopBroker() throws Exception;

    private String bootstrapServers;

    @BeforeAll
    void startEverything() throws Exception {
        bootstrapServers = startBroker(temp.resolve("kafka"));
        account = EmbeddedStorage.prepare(temp.resolve("s3.properties"), 0);
        storage = EmbeddedStorage.start(temp.resolve("s3"), account);
        httpPort = freePort();
        client = new MelologClient(URI.create("http://127.0.0.1:" + httpPort), ADMIN_KEY);
        for (String service : SERVICES) {
            start(service);
        }
        Awaitility.await("readiness")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> client.get("/health/ready").status() == 200);
    }

    @AfterAll
    void stopEverything() throws Exception {
        processes.values().forEach(JavaProcess::close);
        if (storage != null) {
            storage.close();
        }
        stopBroker();
    }

    @Test
    void shouldCompleteAJobWithEachServiceInAProcessOfItsOwn() throws Exception {
        // when
        String id = client.submit(Audio.song(temp.resolve("apart.wav"), 4, 1), null);

        // then
        assertCompletedOnce(id);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            var topic = admin.describeTopics(List.of(Topics.JOB_EVENT.name()))
                    .allTopicNames()
                    .get();
            assertThat(topic.get(Topics.JOB_EVENT.name()).partitions())
                    .as("partitions as the compose file says")
                    .hasSize(Integer.parseInt(compose("ingest-api").get("MELOLOG_KAFKA_TOPICS_PARTITIONS")));
        }
    }

    @Test
    void shouldCompleteEveryJobWhoeverIsKilledMeanwhile() {
        for (String victim : SERVICES) {
            // given
            String id = client.submit(Audio.song(temp.resolve(victim + ".wav"), 30, victim.hashCode()), null);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> !client.job(id).path("status").asString("").equals("waiting"));

            // when
            processes.get(victim).kill();
            start(victim);

            // then
            Awaitility.await("readiness")
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> client.get("/health/ready").status() == 200);
            assertCompletedOnce(id);
        }
    }

    @Test
    void shouldRefuseToStartWithASettingThatCannotBe() throws Exception {
        // given
        Map<String, String> environment = environment("gpu-consumer");
        environment.put("MELOLOG_WORKER_CPU_SLOTS", "-1");

        // when
        try (JavaProcess process = JavaProcess.ofJar(jar("gpu-consumer"), environment, temp.resolve("refused.out"))) {
            int exit = process.awaitExit(PATIENCE);

            // then
            assertThat(exit).isNotZero();
            assertThat(process.output()).contains("melolog.worker.cpu-slots");
        }
    }

    private void assertCompletedOnce(String id) {
        JsonNode job = client.awaitEnd(id, PATIENCE);
        assertThat(job.path("status").asString(""))
                .as(job.path("error") + " " + job)
                .isEqualTo("completed");
        assertThat(ResultLog.readAll(bootstrapServers, Topics.JOB_EVENT))
                .filteredOn(event -> event.jobId().equals(id))
                .filteredOn(JobEvent.Completed.class::isInstance)
                .hasSize(1);
        for (Stage stage : Stage.values()) {
            assertThat(ResultLog.readAll(bootstrapServers, Topics.completed(stage)))
                    .extracting(WorkCompleted::workId)
                    .doesNotHaveDuplicates();
        }
    }

    private void start(String service) {
        processes.put(
                service,
                JavaProcess.ofJar(
                        jar(service), environment(service), temp.resolve(service + "-" + System.nanoTime() + ".out")));
    }

    private static Path jar(String service) {
        return Path.of("..", service, "target", service + "-0.1.0-SNAPSHOT.jar")
                .toAbsolutePath()
                .normalize();
    }

    /** As the compose file says, with the addresses and passwords of this test. */
    private Map<String, String> environment(String service) {
        Map<String, String> environment = new HashMap<>(compose(service));
        String endpoint = EmbeddedStorage.endpoint(account).toString();
        Map<String, String> here = new HashMap<>(Map.of(
                "MELOLOG_KAFKA_BOOTSTRAP_SERVERS",
                bootstrapServers,
                "MELOLOG_KAFKA_TOPICS_REPLICATION_FACTOR",
                "1",
                "MELOLOG_S3_ENDPOINT",
                endpoint,
                "MELOLOG_S3_PUBLIC_ENDPOINT",
                endpoint,
                "MELOLOG_S3_ACCESS_KEY",
                account.accessKey(),
                "MELOLOG_S3_SECRET_KEY",
                account.secretKey(),
                "MELOLOG_DATA_DIR",
                temp.resolve("state-" + service).toString()));
        if (service.equals("ingest-api")) {
            here.put("MELOLOG_HTTP_ADDRESS", "127.0.0.1");
            here.put("MELOLOG_ADMIN_KEY", ADMIN_KEY);
            here.put("MELOLOG_HTTP_PORT", Integer.toString(httpPort));
        }
        assertThat(environment)
                .as("the compose file sets what a service needs")
                .containsKeys(here.keySet().toArray(String[]::new));
        environment.putAll(here);
        return environment;
    }

    private static Map<String, String> compose(String service) {
        try {
            return new ComposeFile(Path.of("..", "docker-compose.yml")).environment(service);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
