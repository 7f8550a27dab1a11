package io.melolog.standalone.broker;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest.TxnMarkerEntry;
import org.apache.kafka.common.requests.WriteTxnMarkersResponse;

/** Sends the request that brokers send each other to end a transaction: no client does, and {@code Admin} can only abort. */
final class MarkerConnection {
    private static final String CLIENT_ID = "melolog-lost-markers";
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int MAX_RESPONSE_BYTES = 1 << 20;

    /** Transactions as of KIP-890: a marker carries the epoch after the one of its records. */
    private static final short TRANSACTION_VERSION = 2;

    private MarkerConnection() {}

    /** @throws IOException when the broker does not answer or refuses the marker */
    static void write(
            BrokerPorts ports,
            TopicPartition partition,
            long producerId,
            short producerEpoch,
            int coordinatorEpoch,
            TransactionResult result)
            throws IOException {
        TxnMarkerEntry marker = new TxnMarkerEntry(
                producerId, producerEpoch, coordinatorEpoch, result, List.of(partition), TRANSACTION_VERSION);
        WriteTxnMarkersRequest request = new WriteTxnMarkersRequest.Builder(List.of(marker)).build();
        RequestHeader header = new RequestHeader(ApiKeys.WRITE_TXN_MARKERS, request.version(), CLIENT_ID, 1);
        WriteTxnMarkersResponse response = (WriteTxnMarkersResponse)
                AbstractResponse.parseResponse(exchange(ports, request.serializeWithHeader(header)), header);
        Errors error = response.errorsByProducerId()
                .getOrDefault(producerId, Map.of())
                .getOrDefault(partition, Errors.UNKNOWN_SERVER_ERROR);
        if (error != Errors.NONE) {
            throw new IOException("the broker refuses to end a transaction on " + partition + ": " + error);
        }
    }

    private static ByteBuffer exchange(BrokerPorts ports, ByteBuffer request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", ports.clientPort())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            byte[] bytes = new byte[request.remaining()];
            request.get(bytes);
            out.writeInt(bytes.length);
            out.write(bytes);
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int length = in.readInt();
            if (length < 0 || length > MAX_RESPONSE_BYTES) {
                throw new IOException("the broker answered with " + length + " bytes");
            }
            return ByteBuffer.wrap(in.readNBytes(length));
        }
    }
}
