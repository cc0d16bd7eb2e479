package io.tidemark.aws.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/// The part of Lambda's runtime API that a function's process speaks to: it asks for the next invocation, and answers it or says that it
/// failed. One function a server. See AWS's "Using the Lambda runtime API for custom runtimes", version 2018-06-01.
final class RuntimeApi implements AutoCloseable {
    private static final String BASE = "/2018-06-01/runtime/";
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int LEASE_MILLIS = 60_000;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final LinkedBlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
    private final Map<String, CompletableFuture<String>> answers = new ConcurrentHashMap<>();
    private final CompletableFuture<String> broken = new CompletableFuture<>();
    private final AtomicLong numbers = new AtomicLong();

    /// What a function is to work on.
    private record Invocation(String id, String event) {}

    RuntimeApi() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext(BASE, this::handle);
        server.start();
    }

    /// Where it is spoken to, as the variable `AWS_LAMBDA_RUNTIME_API` says it.
    String address() {
        return server.getAddress().getHostString() + ":" + server.getAddress().getPort();
    }

    /// Has the function work on an event.
    ///
    /// @return what it answers; completed exceptionally when it says that it failed, or cannot begin at all
    CompletableFuture<String> invoke(String event) {
        String id = "invocation-" + numbers.incrementAndGet();
        CompletableFuture<String> answer = new CompletableFuture<>();
        answers.put(id, answer);
        waiting.add(new Invocation(id, event));
        var _ = broken.whenComplete((_, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            }
        });
        return answer;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring(BASE.length());
            String[] parts = path.split("/", -1);
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (path.equals("invocation/next")) {
                next(exchange);
            } else if (path.equals("init/error")) {
                broken.completeExceptionally(new IllegalStateException("the function does not begin: " + body));
                accept(exchange);
            } else if (parts.length == 3 && parts[2].equals("response")) {
                answered(parts[1]).complete(body);
                accept(exchange);
            } else {
                answered(parts[1]).completeExceptionally(new IllegalStateException("the function failed: " + body));
                accept(exchange);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<String> answered(String id) {
        CompletableFuture<String> answer = answers.remove(id);
        return answer == null ? new CompletableFuture<>() : answer;
    }

    private void next(HttpExchange exchange) throws IOException, InterruptedException {
        Invocation invocation = waiting.take();
        exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", invocation.id());
        exchange.getResponseHeaders().set("Lambda-Runtime-Invoked-Function-Arn",
                "arn:aws:lambda:eu-central-1:000000000000:function:local");
        exchange.getResponseHeaders().set("Lambda-Runtime-Deadline-Ms",
                Long.toString(System.currentTimeMillis() + LEASE_MILLIS));
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        byte[] event = invocation.event().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(OK, event.length);
        exchange.getResponseBody().write(event);
    }

    private static void accept(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(ACCEPTED, -1);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
