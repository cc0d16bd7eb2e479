package io.tidemark.aws.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tidemark.testkit.servers.AwsServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Passes on what a process says to DynamoDB, and holds its first transaction back until the gate is opened: what the process has decided
/// by then, it has decided on what it read before.
final class GatedDynamoDb implements AutoCloseable {
    private static final long LONGEST_SECONDS = 60;
    private static final String TRANSACTION = "DynamoDB_20120810.TransactWriteItems";

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);
    private final AtomicBoolean first = new AtomicBoolean(true);

    GatedDynamoDb() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::pass);
        server.start();
    }

    /// Where it is spoken to.
    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Waits until a transaction stands before the gate.
    void awaitTransaction() throws InterruptedException {
        if (!arrived.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("no transaction has come to the gate");
        }
    }

    /// Lets it through, and whatever comes after it.
    void open() {
        opened.countDown();
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            if (TRANSACTION.equals(target) && first.getAndSet(false)) {
                arrived.countDown();
                opened.await();
            }
            HttpRequest.Builder request = HttpRequest.newBuilder(AwsServers.dynamoDbEndpoint())
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body));
            for (String name : new String[] {"X-Amz-Target", "Authorization", "Content-Type", "X-Amz-Date"}) {
                String value = exchange.getRequestHeaders().getFirst(name);
                if (value != null) {
                    request.header(name, value);
                }
            }
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            response.headers().firstValue("x-amz-crc32")
                    .ifPresent(value -> exchange.getResponseHeaders().set("x-amz-crc32", value));
            response.headers().firstValue("Content-Type")
                    .ifPresent(value -> exchange.getResponseHeaders().set("Content-Type", value));
            exchange.sendResponseHeaders(response.statusCode(), response.body().length);
            exchange.getResponseBody().write(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        open();
        server.stop(0);
        threads.shutdownNow();
        client.close();
    }
}
