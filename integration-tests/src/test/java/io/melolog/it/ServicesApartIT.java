package io.melolog.it;

import io.melolog.standalone.broker.BrokerPorts;
import io.melolog.standalone.broker.EmbeddedBroker;
import java.nio.file.Path;

/** Against a real KRaft broker from our own jars. */
class ServicesApartIT extends ServicesApart {
    private EmbeddedBroker broker;

    @Override
    String startBroker(Path dir) throws Exception {
        broker = EmbeddedBroker.start(dir, BrokerPorts.choose(0));
        return broker.bootstrapServers();
    }

    @Override
    void stopBroker() {
        broker.close();
    }
}
