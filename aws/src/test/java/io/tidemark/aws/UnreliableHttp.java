package io.tidemark.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.function.Function;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// The way to a server on which each call goes as a test decides. Used by one thread.
public final class UnreliableHttp implements SdkHttpClient {
    private static final String TARGET = "X-Amz-Target";
    private static final int BAD_REQUEST = 400;
    private static final int UNAVAILABLE = 503;

    private final SdkHttpClient http = UrlConnectionHttpClient.create();
    private final Function<? super String, Fault> plan;

    /// A way on which calls go as planned.
    ///
    /// @param plan is asked before each call, by the name of its operation (of S3: by its method), how it goes
    public UnreliableHttp(Function<? super String, Fault> plan) {
        this.plan = plan;
    }

    /// How a call goes.
    public enum Fault {
        /// Well.
        NONE,
        /// The connection is lost before the server has seen it.
        UNSENT,
        /// It is carried out, and the connection is lost before the answer has come.
        UNANSWERED,
        /// The server says that it is asked too often.
        THROTTLED,
        /// The server says that another changes the same items right now; where that cannot be, that it is asked too often.
        CONFLICT,
        /// It is carried out, and the function is no more.
        KILLED
    }

    /// The end of a function in the middle of its work. Nobody catches it but the test.
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1;

        private Killed(String operation) {
            super("killed by the test after " + operation);
        }
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        String operation = request.httpRequest().firstMatchingHeader(TARGET)
                .orElse(request.httpRequest().method().name());
        ExecutableHttpRequest prepared = http.prepareRequest(request);
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                String name = operation.substring(operation.indexOf('.') + 1);
                Fault fault = plan.apply(name);
                return switch (fault) {
                    case NONE -> prepared.call();
                    case UNSENT -> throw new IOException("the connection was lost by the test");
                    case THROTTLED -> throttled(operation);
                    case CONFLICT -> conflict(operation);
                    case UNANSWERED -> {
                        prepared.call();
                        throw new IOException("the connection was lost by the test");
                    }
                    case KILLED -> {
                        prepared.call();
                        throw new Killed(name);
                    }
                };
            }

            @Override
            public void abort() {
                prepared.abort();
            }
        };
    }

    private static HttpExecuteResponse throttled(String operation) {
        if (operation.startsWith("DynamoDB")) {
            return json("com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException", "");
        }
        return operation.startsWith("AmazonSQS") ? json("com.amazonaws.sqs#RequestThrottled", "")
                : answer(UNAVAILABLE, "application/xml", "<Error><Code>SlowDown</Code></Error>");
    }

    private static HttpExecuteResponse conflict(String operation) {
        if (operation.endsWith(".TransactWriteItems")) {
            return json("com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
                    ",\"CancellationReasons\":[{\"Code\":\"None\"},{\"Code\":\"TransactionConflict\"}]");
        }
        return operation.endsWith(".UpdateItem") || operation.endsWith(".PutItem")
                ? json("com.amazonaws.dynamodb.v20120810#TransactionConflictException", "")
                : throttled(operation);
    }

    private static HttpExecuteResponse json(String type, String more) {
        return answer(BAD_REQUEST, "application/x-amz-json-1.0",
                "{\"__type\":\"" + type + "\",\"message\":\"refused by the test\"" + more + "}");
    }

    private static HttpExecuteResponse answer(int status, String type, String body) {
        return HttpExecuteResponse.builder()
                .response(SdkHttpResponse.builder().statusCode(status).putHeader("Content-Type", type).build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body.getBytes(UTF_8)))).build();
    }

    @Override
    public void close() {
        http.close();
    }
}
