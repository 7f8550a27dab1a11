package io.melolog.standalone.storage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.gaul.s3proxy.CrossOriginResourceSharing;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An S3 server in this process, on 127.0.0.1 only, its objects in a folder that outlives it. It keeps its port from one start to the next, so that
 * presigned URLs stay good. Thread-safe.
 */
public final class EmbeddedStorage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStorage.class);
    private static final int MAX_THREADS = 32;

    private final S3Proxy server;
    private final StorageAccount account;
    private boolean closed;

    private EmbeddedStorage(S3Proxy server, StorageAccount account) {
        this.server = server;
        this.account = account;
    }

    /** The account of the data folder, with a port that is free now: the one it had, or another when that is taken. */
    public static StorageAccount prepare(Path accountFile, int wantedPort) throws IOException {
        StorageAccount account = StorageAccount.load(accountFile, new SecureRandom());
        int lastPort = wantedPort == 0 ? account.port() : wantedPort;
        int port = freePort(lastPort);
        if (lastPort != 0 && port != lastPort) {
            LOG.atWarn()
                    .addKeyValue("lastPort", lastPort)
                    .addKeyValue("port", port)
                    .log(
                            "The S3 server's last port is taken: links to artifacts that were handed out before do not work any more");
        }
        StorageAccount prepared = account.withPort(port);
        if (!prepared.equals(account)) {
            prepared.save(accountFile);
        }
        return prepared;
    }

    /**
     * Starts the server; returns when it answers.
     *
     * @param dir its objects, made on first use
     * @throws IOException when the folder cannot be prepared
     * @throws IllegalStateException when the server does not come up
     */
    public static EmbeddedStorage start(Path dir, StorageAccount account) throws IOException {
        Files.createDirectories(dir);
        S3Proxy server = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(dir.toString()))
                .endpoint(endpoint(account))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, account.accessKey(), account.secretKey())
                .ignoreUnknownHeaders(true)
                .jettyMaxThreads(MAX_THREADS)
                .corsRules(readableByPages())
                .build();
        try {
            server.start();
        } catch (Exception e) { // as s3proxy declares it
            throw new IllegalStateException("the embedded S3 server does not start: " + e.getMessage(), e);
        }
        LOG.atInfo().addKeyValue("endpoint", endpoint(account)).log("S3 server started");
        return new EmbeddedStorage(server, account);
    }

    public StorageAccount account() {
        return account;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            server.stop();
        } catch (Exception e) { // as s3proxy declares it
            LOG.atWarn().setCause(e).log("The S3 server did not stop cleanly");
        }
    }

    /** Where the server of this account answers. */
    public static URI endpoint(StorageAccount account) {
        return URI.create("http://127.0.0.1:" + account.port());
    }

    /** A page may read what a presigned URL opens, from any origin: the signature in the URL is the permission. */
    private static CrossOriginResourceSharing readableByPages() {
        return new CrossOriginResourceSharing(
                List.of("*"),
                List.of("GET", "HEAD"),
                List.of("*"),
                List.of("Content-Length", "Content-Range", "Accept-Ranges", "ETag"),
                "");
    }

    private static int freePort(int wanted) throws IOException {
        try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            if (wanted == 0) {
                throw e;
            }
            return freePort(0);
        }
    }
}
