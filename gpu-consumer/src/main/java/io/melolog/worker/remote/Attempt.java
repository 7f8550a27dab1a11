package io.melolog.worker.remote;

import java.io.IOException;

/** One request, which may be tried again when its fault may pass. */
@FunctionalInterface
interface Attempt<T> {
    /**
     * @throws TransientFaultException the fault may pass
     * @throws RemoteSeparatorException it will not, or the time is up
     * @throws IOException a fault of this machine
     */
    T run() throws TransientFaultException, RemoteSeparatorException, IOException, InterruptedException;
}
