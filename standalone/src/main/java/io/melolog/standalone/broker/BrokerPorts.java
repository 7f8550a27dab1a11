package io.melolog.standalone.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Where the broker listens on 127.0.0.1: one port for clients, one for its controller. */
public record BrokerPorts(int clientPort, int controllerPort) {

    /**
     * Ports that nobody listens on now.
     *
     * @param clientPort the port for clients; 0 means any free one
     */
    public static BrokerPorts choose(int clientPort) throws IOException {
        try (ServerSocket client = loopbackSocket();
                ServerSocket controller = loopbackSocket()) {
            return new BrokerPorts(clientPort == 0 ? client.getLocalPort() : clientPort, controller.getLocalPort());
        }
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + clientPort;
    }

    private static ServerSocket loopbackSocket() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}
