package io.melolog.worker.lease;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;

/** Sets what share groups need before their first poll: the broker's defaults skip what was written before and read what was never committed. */
final class ShareGroupConfigs {
    private static final long TIMEOUT_SECONDS = 60;
    /** The broker's maximum: the worker itself gives up earlier and says so, the broker would drop the record in silence. */
    private static final String DELIVERY_LIMIT = "10";

    private ShareGroupConfigs() {}

    /** @throws KafkaException when the broker refuses or does not answer within a minute */
    static void ensure(Admin admin, Collection<SlotGroup> groups, Duration lock) {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = groups.stream()
                .collect(Collectors.toMap(
                        group -> new ConfigResource(ConfigResource.Type.GROUP, group.groupId()),
                        group -> settings(lock)));
        try {
            admin.incrementalAlterConfigs(changes).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while configuring share groups", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("the share groups cannot be configured: " + e.getMessage(), e);
        }
    }

    private static Collection<AlterConfigOp> settings(Duration lock) {
        return List.of(
                set("share.isolation.level", "read_committed"),
                set("share.auto.offset.reset", "earliest"),
                set("share.record.lock.duration.ms", Long.toString(lock.toMillis())),
                set("share.delivery.count.limit", DELIVERY_LIMIT));
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }
}
