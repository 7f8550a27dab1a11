package io.melolog.worker.remote;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From where vocals may be fetched, and who is given the token: the service's own host and port, and those that are configured without the token. What a service answers must not steer the
 * worker to addresses that only the worker can reach. Names are compared, not addresses: names are as trusted as the configuration is.
 */
final class TrustedAddresses {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final URI endpoint;
    private final Set<String> others;
    private final @Nullable String token;

    TrustedAddresses(RemoteSettings settings) {
        this.endpoint = settings.endpoint();
        this.others = settings.downloadHosts();
        this.token = settings.bearerToken();
    }

    /**
     * @param reference as the service answered: an address, or one relative to the request's
     * @throws RemoteSeparatorException when it is none, or not one from where files may be fetched
     */
    URI resolve(String reference) throws RemoteSeparatorException {
        URI uri = parse(reference);
        if (uri == null || uri.getHost() == null || uri.getRawUserInfo() != null || defaultPort(uri) < 0) {
            throw refused("with an address of the vocals that is not of the form http(s)://host/path");
        }
        if (!isOwn(uri) && !isConfigured(uri)) {
            throw refused("with an address of the vocals on another host; if that is right, add it to"
                    + " melolog.separator.download-hosts");
        }
        return uri;
    }

    /** A request with the token if it may be sent there: scheme, host and port are the service's. */
    HttpRequest.Builder requestTo(URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("User-Agent", "melolog");
        return token != null && isOwn(uri) ? request.header("Authorization", "Bearer " + token) : request;
    }

    private boolean isOwn(URI uri) {
        return endpoint.getScheme().equalsIgnoreCase(uri.getScheme())
                && host(endpoint).equals(host(uri))
                && port(endpoint) == port(uri);
    }

    private boolean isConfigured(URI uri) {
        return others.contains(host(uri) + ":" + port(uri))
                || (others.contains(host(uri)) && port(uri) == defaultPort(uri));
    }

    private @Nullable URI parse(String reference) {
        try {
            return endpoint.resolve(new URI(reference));
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static String host(URI uri) {
        return uri.getHost().toLowerCase(Locale.ROOT);
    }

    private static int port(URI uri) {
        return uri.getPort() < 0 ? defaultPort(uri) : uri.getPort();
    }

    private static int defaultPort(URI uri) {
        return switch (String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)) {
            case "http" -> HTTP_PORT;
            case "https" -> HTTPS_PORT;
            default -> -1;
        };
    }

    private RemoteSeparatorException refused(String what) {
        return RemoteSeparatorException.refused(
                "The external separator at " + endpoint.getHost() + " answered " + what + ".");
    }
}
