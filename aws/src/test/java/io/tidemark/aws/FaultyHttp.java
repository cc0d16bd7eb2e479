package io.tidemark.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// The way to a server on which the next calls go wrong. Used by one thread.
public final class FaultyHttp implements SdkHttpClient {
    private final SdkHttpClient http = UrlConnectionHttpClient.create();
    private final Deque<Fault> next = new ArrayDeque<>();
    private int calls;

    private sealed interface Fault {
        record CutAfterwards() implements Fault {}

        record Answer(String body) implements Fault {}
    }

    /// The next call is carried out, and the connection is lost before the answer has come.
    public void cutAfterwards() {
        next.add(new Fault.CutAfterwards());
    }

    /// The next call is not carried out but answered with that failure, in DynamoDB's form.
    public void refuse(String type, String more) {
        next.add(new Fault.Answer("{\"__type\":\"com.amazonaws.dynamodb.v20120810#" + type
                + "\",\"message\":\"refused by the test\"" + more + "}"));
    }

    /// How many calls there were, those that went wrong included.
    public int calls() {
        return calls;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        ExecutableHttpRequest prepared = http.prepareRequest(request);
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                calls++;
                Fault fault = next.poll();
                if (fault instanceof Fault.Answer answer) {
                    return answer(answer.body());
                }
                HttpExecuteResponse response = prepared.call();
                if (fault != null) {
                    throw new IOException("the connection was lost by the test");
                }
                return response;
            }

            @Override
            public void abort() {
                prepared.abort();
            }
        };
    }

    private static HttpExecuteResponse answer(@Nullable String body) {
        byte[] bytes = String.valueOf(body).getBytes(StandardCharsets.UTF_8);
        return HttpExecuteResponse.builder()
                .response(SdkHttpResponse.builder().statusCode(400)
                        .putHeader("Content-Type", "application/x-amz-json-1.0").build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(bytes))).build();
    }

    @Override
    public void close() {
        http.close();
    }
}
