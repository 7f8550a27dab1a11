package io.melolog.standalone.broker;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.requests.TransactionResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finishes transactions whose end Kafka lost. A broker that is killed after a transaction was decided and before its markers are written
 * takes it up at the next start, while it registers anew and its partitions have no leader. Kafka 4.3 takes those for deleted
 * (KAFKA-20734): it records the transaction as complete without its markers, and every reader of committed records stands still there,
 * for ever. The coordinator still knows how each such transaction ended; what is missing is written here.
 *
 * <p>To be run before any client: the next transaction of a producer overwrites how its last one ended.
 */
final class LostMarkers {
    private static final Logger LOG = LoggerFactory.getLogger(LostMarkers.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Set<TransactionState> DECIDED = EnumSet.of(
            TransactionState.PREPARE_COMMIT, TransactionState.PREPARE_ABORT, TransactionState.PREPARE_EPOCH_FENCE);
    private static final Set<TransactionState> COMPLETE =
            EnumSet.of(TransactionState.COMPLETE_COMMIT, TransactionState.COMPLETE_ABORT);

    /** An open transaction on a partition. */
    private record Open(TopicPartition partition, ProducerState producer) {}

    private final Admin admin;
    private final BrokerPorts ports;

    private LostMarkers(Admin admin, BrokerPorts ports) {
        this.admin = admin;
        this.ports = ports;
    }

    /**
     * Writes what is missing; returns how many markers that were.
     *
     * @throws IOException when the broker does not answer or refuses a marker
     */
    static int restore(BrokerPorts ports) throws IOException, InterruptedException {
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                ports.bootstrapServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis());
        try (Admin admin = Admin.create(settings)) {
            return new LostMarkers(admin, ports).restore();
        } catch (ExecutionException e) {
            throw new IOException("the broker's transactions cannot be looked at: " + e.getCause(), e);
        }
    }

    private int restore() throws IOException, InterruptedException, ExecutionException {
        Set<Long> producers = openTransactions().stream()
                .map(open -> open.producer().producerId())
                .collect(Collectors.toSet());
        if (producers.isEmpty()) {
            return 0;
        }
        Map<Long, TransactionDescription> complete = awaitEnds(producers);
        int restored = 0;
        // Anew: what was still under way has arrived before its transaction became complete.
        for (Open open : openTransactions()) {
            TransactionDescription end = complete.get(open.producer().producerId());
            if (end != null) {
                write(open, end);
                restored++;
            }
        }
        return restored;
    }

    /** How the last transaction of each producer ended, where it did; what is not decided is aborted by its producer or by time. */
    private Map<Long, TransactionDescription> awaitEnds(Set<Long> producers)
            throws InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Map<Long, TransactionListing> settled = settled(producers);
        while (!settled.keySet().containsAll(producers) && System.nanoTime() < deadline) {
            Thread.sleep(PAUSE);
            settled = settled(producers);
        }
        if (!settled.keySet().containsAll(producers)) {
            LOG.atError().addKeyValue("producerIds", producers).log("how some transactions ended cannot be found out");
        }
        List<String> ids = settled.values().stream()
                .filter(each -> COMPLETE.contains(each.state()))
                .map(TransactionListing::transactionalId)
                .toList();
        return admin.describeTransactions(ids).all().get().values().stream()
                .collect(Collectors.toMap(TransactionDescription::producerId, each -> each));
    }

    /** Those whose state will not change by itself. A coordinator that has not begun to load its log lists nothing. */
    private Map<Long, TransactionListing> settled(Set<Long> producers) throws InterruptedException, ExecutionException {
        return admin.listTransactions().all().get().stream()
                .filter(each -> producers.contains(each.producerId()) && !DECIDED.contains(each.state()))
                .collect(Collectors.toMap(TransactionListing::producerId, each -> each));
    }

    private List<Open> openTransactions() throws InterruptedException, ExecutionException {
        Set<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true))
                .names()
                .get();
        List<TopicPartition> partitions = new ArrayList<>();
        admin.describeTopics(topics).allTopicNames().get().forEach((topic, description) -> description
                .partitions()
                .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition()))));
        List<Open> open = new ArrayList<>();
        new HashMap<>(admin.describeProducers(partitions).all().get())
                .forEach((partition, state) -> state.activeProducers().stream()
                        .filter(producer ->
                                producer.currentTransactionStartOffset().isPresent())
                        .forEach(producer -> open.add(new Open(partition, producer))));
        return open;
    }

    private void write(Open open, TransactionDescription end) throws IOException {
        TransactionResult result =
                end.state() == TransactionState.COMPLETE_COMMIT ? TransactionResult.COMMIT : TransactionResult.ABORT;
        MarkerConnection.write(
                ports,
                open.partition(),
                end.producerId(),
                (short) end.producerEpoch(),
                open.producer().coordinatorEpoch().orElse(0),
                result);
        LOG.atWarn()
                .addKeyValue("partition", open.partition())
                .addKeyValue("producerId", end.producerId())
                .addKeyValue("result", result)
                .log("the lost end of a transaction was written again");
    }
}
