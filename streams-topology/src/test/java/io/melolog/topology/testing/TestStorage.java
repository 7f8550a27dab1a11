package io.melolog.topology.testing;

import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okhttp3.OkHttpClient;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** A real S3 server in this process, over a folder. It can be stopped and started again on the same port. */
public final class TestStorage implements AutoCloseable {
    public static final String ACCESS_KEY = "test-access";
    public static final String SECRET_KEY = "test-secret-key";
    public static final String BUCKET = "melolog";

    private final Path folder;
    private final int port = freePort();
    private final MinioClient client;
    private S3Proxy server;

    public TestStorage(Path folder) throws Exception {
        this.folder = Files.createDirectories(folder);
        this.client = newClient(endpoint());
        start();
    }

    public static MinioClient newClient(String endpoint) {
        return MinioClient.builder()
                .endpoint(endpoint)
                .region("us-east-1")
                .credentials(ACCESS_KEY, SECRET_KEY)
                .httpClient(new OkHttpClient())
                .build();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    public MinioClient client() {
        return client;
    }

    public void start() throws Exception {
        server = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(folder.toString()))
                .endpoint(URI.create(endpoint()))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
                .ignoreUnknownHeaders(true)
                .build();
        server.start();
    }

    public void stop() throws Exception {
        server.stop();
    }

    public void put(String key, byte[] bytes) throws Exception {
        client.putObject(PutObjectArgs.builder()
                .bucket(BUCKET)
                .object(key)
                .data(bytes, bytes.length)
                .build());
    }

    public byte[] get(String key) throws Exception {
        try (var body = client.getObject(
                GetObjectArgs.builder().bucket(BUCKET).object(key).build())) {
            return body.readAllBytes();
        }
    }

    public List<String> keys(String prefix) throws Exception {
        List<String> keys = new ArrayList<>();
        for (var item : client.listObjects(ListObjectsArgs.builder()
                .bucket(BUCKET)
                .prefix(prefix)
                .recursive(true)
                .build())) {
            keys.add(item.get().objectName());
        }
        return keys;
    }

    @Override
    public void close() throws Exception {
        stop();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port", e);
        }
    }
}
