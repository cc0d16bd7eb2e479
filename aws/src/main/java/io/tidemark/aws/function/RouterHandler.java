package io.tidemark.aws.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Routes what was put: the entry that Lambda calls.
public final class RouterHandler implements RequestStreamHandler {
    private final Services services = Services.ofEnvironment();

    /// A handler with what its environment names.
    public RouterHandler() {}

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        FunctionLog log = new FunctionLog(context.getLogger()::log, services.settings().metricNamespace());
        String answer = new RouterWork(services, log)
                .run(new String(input.readAllBytes(), StandardCharsets.UTF_8));
        output.write(answer.getBytes(StandardCharsets.UTF_8));
    }
}
