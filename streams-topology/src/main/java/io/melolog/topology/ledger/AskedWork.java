package io.melolog.topology.ledger;

import io.melolog.schemas.work.InputObject;
import io.melolog.schemas.work.Lane;
import io.melolog.schemas.work.WorkAsked;
import io.melolog.schemas.work.WorkSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a request to the workers needs beside its own number.
 *
 * @param tenant whose job asked first
 * @param traceParent W3C trace context of the record that asked first; requests that no record causes (retries) carry it on
 */
record AskedWork(
        WorkSpec spec,
        List<InputObject> inputs,
        String tenant,
        Lane lane,
        @Nullable String traceParent) {
    AskedWork {
        inputs = List.copyOf(inputs);
    }

    static AskedWork of(WorkAsked.Wanted wanted, @Nullable String traceParent) {
        return new AskedWork(wanted.spec(), wanted.inputs(), wanted.tenant(), wanted.lane(), traceParent);
    }

    AskedWork onLane(Lane other) {
        return new AskedWork(spec, inputs, tenant, other, traceParent);
    }
}
