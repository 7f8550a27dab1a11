package io.melolog.testing;

import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * A real S3 server in this process, over a folder in which tests can look. It can be stopped and started again on the same port. It has no
 * bucket until someone makes one. One thread at a time may start, stop or close it.
 */
public final class TestStorage implements AutoCloseable {
    public static final String ACCESS_KEY = "test-access";
    public static final String SECRET_KEY = "test-secret-key";
    /** The bucket of {@link #put}, {@link #get} and {@link #keys}. */
    public static final String BUCKET = "melolog";

    private final Path folder;
    private final int port = FreePort.find();
    private final MinioClient client;
    private S3Proxy server;

    /** Starts a server over a folder, which is made if it is missing and which stays. */
    public TestStorage(Path folder) throws Exception {
        this.folder = Files.createDirectories(folder);
        this.client = newClient(endpoint());
        this.server = newServer();
        server.start();
    }

    /** A client with the credentials of every test storage. */
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

    /** Starts a stopped server again, with its data and on its port. */
    public void start() throws Exception {
        server = newServer();
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

    /** The keys of all objects that begin with a prefix. */
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

    /** Paths of the files that the storage keeps whose path contains a text, multipart leftovers included. */
    public List<String> filesContaining(String text) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(name -> name.contains(text))
                    .toList();
        }
    }

    @Override
    public void close() throws Exception {
        stop();
    }

    private S3Proxy newServer() throws Exception {
        return S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(folder.toString()))
                .endpoint(URI.create(endpoint()))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
                .ignoreUnknownHeaders(true)
                .build();
    }
}
