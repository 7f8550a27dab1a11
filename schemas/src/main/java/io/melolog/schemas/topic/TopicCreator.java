package io.melolog.schemas.topic;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates what is missing of the catalogue. Idempotent, also when several services do it at once. */
public final class TopicCreator {
    private static final long TIMEOUT_SECONDS = 60;
    private static final long LOOK_AGAIN_MILLIS = 20;

    private TopicCreator() {}

    /**
     * Creates every topic that is not there yet; those that are stay as they are. When it returns, the broker names all of them: one that has
     * only just accepted a topic does not yet, and Streams fails to start on a topic that it is told does not exist.
     *
     * @param partitions of each topic: the same for all, since topics with the same key are joined; {@linkplain Topics#isQueue queues} have one
     * @param replicationFactor copies of each record, 1 on a single node
     * @throws KafkaException when the broker refuses or does not answer within a minute
     */
    public static void ensure(Admin admin, Collection<Topic<?>> topics, int partitions, short replicationFactor) {
        try {
            Set<String> existing = names(admin);
            List<NewTopic> missing = topics.stream()
                    .filter(topic -> !existing.contains(topic.name()))
                    .map(topic -> new NewTopic(topic.name(), Topics.isQueue(topic) ? 1 : partitions, replicationFactor)
                            .configs(topic.retention().topicConfig()))
                    .toList();
            for (var created : admin.createTopics(missing).values().values()) {
                awaitCreation(created);
            }
            if (!missing.isEmpty()) {
                awaitVisibility(admin, topics.stream().map(Topic::name).toList());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while creating topics", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("the topics cannot be created: " + e.getMessage(), e);
        }
    }

    private static Set<String> names(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        return admin.listTopics().names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private static void awaitVisibility(Admin admin, List<String> topics)
            throws InterruptedException, ExecutionException, TimeoutException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (!names(admin).containsAll(topics)) {
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("created, but the broker does not name them");
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    private static void awaitCreation(KafkaFuture<Void> created)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            created.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }
}
