package io.melolog.standalone.server;

import io.melolog.standalone.broker.BrokerPorts;
import io.melolog.standalone.broker.EmbeddedBroker;
import io.melolog.standalone.storage.EmbeddedStorage;
import io.melolog.standalone.storage.StorageAccount;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Broker, storage and the four services in this process, on one data folder. Starting returns when jobs are accepted; closing stops the services,
 * then the broker, then the storage, and is safe to repeat. Thread-safe.
 */
public final class MelologServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MelologServer.class);

    private final DataFolder folder;
    private final URI address;
    private final String bootstrapServers;
    private final Deque<AutoCloseable> running;

    private MelologServer(DataFolder folder, URI address, String bootstrapServers, Deque<AutoCloseable> running) {
        this.folder = folder;
        this.address = address;
        this.bootstrapServers = bootstrapServers;
        this.running = running;
    }

    /**
     * Starts everything on a folder that this process holds.
     *
     * @throws CannotServeException when the port is taken or a part does not start; what had started is stopped then, and the folder let go
     */
    public static MelologServer start(DataFolder folder, ServerSettings settings) throws CannotServeException {
        Deque<AutoCloseable> running = new ArrayDeque<>();
        running.push(folder);
        // Threads of its own: some of the work blocks, and the common pool is small on two cores.
        try (ExecutorService executor = Executors.newCachedThreadPool()) {
            InetAddress listening = listening(settings.httpAddress());
            URI address = URI.create("http://" + host(listening) + ":" + httpPort(listening, settings.httpPort()));
            BrokerPorts ports = BrokerPorts.choose(settings.kafkaPort());
            startParts(folder, settings, address, ports, running, executor);
            folder.announce(address);
            return new MelologServer(folder, address, ports.bootstrapServers(), running);
        } catch (CannotServeException e) {
            closeAll(running);
            throw e;
        } catch (IOException | RuntimeException e) {
            closeAll(running);
            throw new CannotServeException(rootMessage(e), e);
        }
    }

    /** Where the API answers. */
    public URI address() {
        return address;
    }

    /** Where the broker answers, for consumers of results. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    public DataFolder folder() {
        return folder;
    }

    @Override
    public void close() {
        closeAll(running);
    }

    private static void startParts(
            DataFolder folder,
            ServerSettings settings,
            URI address,
            BrokerPorts ports,
            Deque<AutoCloseable> running,
            ExecutorService executor)
            throws IOException {
        StorageAccount account = EmbeddedStorage.prepare(folder.storageAccount(), settings.storagePort());
        CompletableFuture<EmbeddedStorage> storage =
                async(executor, () -> EmbeddedStorage.start(folder.objects(), account));
        CompletableFuture<EmbeddedBroker> broker = async(executor, () -> EmbeddedBroker.start(folder.kafka(), ports));
        CompletableFuture<Void> infrastructure = CompletableFuture.allOf(storage, broker);
        Services services = new Services(folder, settings, address, account, ports.bootstrapServers(), infrastructure);
        try {
            services.start(executor);
        } finally {
            // Stopped from the top: the services, the broker, the storage, whichever came up first.
            infrastructure.exceptionally(failure -> null).join();
            pushStarted(running, storage);
            pushStarted(running, broker);
            running.push(services);
        }
    }

    private static void pushStarted(Deque<AutoCloseable> running, CompletableFuture<? extends AutoCloseable> part) {
        if (!part.isCompletedExceptionally()) {
            running.push(part.join());
        }
    }

    private static <T> CompletableFuture<T> async(ExecutorService executor, Callable<T> start) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return start.call();
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                executor);
    }

    private static InetAddress listening(String address) throws CannotServeException {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new CannotServeException(
                    address + " is no address of this machine. Choose another with --address.", e);
        }
    }

    /** How this machine reaches it. */
    private static String host(InetAddress listening) {
        if (listening.isAnyLocalAddress()) {
            return ServerSettings.LOOPBACK;
        }
        return listening instanceof Inet6Address ? "[" + listening.getHostAddress() + "]" : listening.getHostAddress();
    }

    private static int httpPort(InetAddress listening, int wanted) throws CannotServeException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(listening, wanted));
            return socket.getLocalPort();
        } catch (BindException e) {
            throw new CannotServeException(
                    "port " + wanted + " is taken by another program. Choose another with --port.", e);
        } catch (IOException e) {
            throw new CannotServeException(
                    "no port of " + listening.getHostAddress() + " can be used: " + e.getMessage(), e);
        }
    }

    private static void closeAll(Deque<AutoCloseable> running) {
        synchronized (running) {
            while (!running.isEmpty()) {
                AutoCloseable part = running.pop();
                try {
                    part.close();
                } catch (Exception e) { // as AutoCloseable declares it
                    LOG.atWarn()
                            .setCause(e)
                            .addKeyValue("part", part.getClass().getSimpleName())
                            .log("A part did not stop cleanly");
                }
            }
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }
}
