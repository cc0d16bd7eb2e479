package io.tidemark.aws.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.InputStream;
import java.io.OutputStream;

/// Packs old events into bundles when the schedule says so: the entry that Lambda calls.
public final class BundlerHandler implements RequestStreamHandler {
    private final Services services = Services.ofEnvironment();

    /// A handler with what its environment names.
    public BundlerHandler() {}

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) {
        new BundlerWork(services, new FunctionLog(context.getLogger()::log, services.settings().metricNamespace()))
                .run(context::getRemainingTimeInMillis);
    }
}
