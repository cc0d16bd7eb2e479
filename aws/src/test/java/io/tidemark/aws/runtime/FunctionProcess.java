package io.tidemark.aws.runtime;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import io.tidemark.testkit.servers.AwsServers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One function in a process of its own, begun by AWS's runtime interface client and fed by a [RuntimeApi].
final class FunctionProcess implements AutoCloseable {
    private static final long LONGEST_SECONDS = 60;
    private static final String LIBRARY = "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

    private final RuntimeApi api = new RuntimeApi();
    private final Process process;
    private final Path output;

    /// Starts a function.
    ///
    /// @param handler   the class that Lambda would be told of
    /// @param variables its environment: what the templates would set, and where the servers are
    FunctionProcess(Class<?> handler, Map<String, String> variables, Path folder) {
        try {
            Path library = nativeLibrary(folder);
            output = Files.createTempFile(folder, handler.getSimpleName(), ".log");
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC", "-Xshare:auto", "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow", "-D" + LIBRARY + "=" + library, "-cp",
                    System.getProperty("java.class.path"),
                    AWSLambda.class.getName(), handler.getName());
            Map<String, String> environment = builder.environment();
            environment.keySet().removeIf(name -> name.startsWith("AWS_"));
            environment.putAll(Map.of("AWS_LAMBDA_RUNTIME_API", api.address(), "_HANDLER", handler.getName(),
                    "AWS_LAMBDA_FUNCTION_NAME", handler.getSimpleName(), "AWS_LAMBDA_FUNCTION_VERSION", "1",
                    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512", "AWS_LAMBDA_LOG_GROUP_NAME", "local",
                    "AWS_LAMBDA_LOG_STREAM_NAME", "local"));
            environment.putAll(Map.of("AWS_REGION", "eu-central-1", "AWS_ACCESS_KEY_ID", AwsServers.KEY_ID,
                    "AWS_SECRET_ACCESS_KEY", AwsServers.SECRET, "AWS_ENDPOINT_URL_S3",
                    AwsServers.s3Endpoint().toString(), "AWS_ENDPOINT_URL_DYNAMODB",
                    AwsServers.dynamoDbEndpoint().toString(), "AWS_ENDPOINT_URL_SQS",
                    AwsServers.sqsEndpoint().toString()));
            environment.putAll(variables);
            process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The client's native part, unpacked once: by itself, every process would unpack it over the one that another has loaded.
    private static Path nativeLibrary(Path folder) throws IOException {
        Path library = folder.resolve("libaws-lambda-jni.so");
        if (!Files.exists(library)) {
            String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
            String name = "/jni/libaws-lambda-jni.linux-" + processor + ".so";
            try (InputStream packed = AWSLambda.class.getResourceAsStream(name)) {
                Files.copy(Objects.requireNonNull(packed, name), library);
            }
        }
        return library;
    }

    /// Has the function work on an event, and does not wait for it.
    CompletableFuture<String> begin(String event) {
        return api.invoke(event);
    }

    /// Has the function work on an event.
    ///
    /// @return what it answers
    String call(String event) {
        return answer(begin(event));
    }

    /// Waits for what the function answers.
    String answer(CompletableFuture<String> begun) {
        try {
            return begun.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("a function did not answer; it wrote:\n" + written(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// What the function has written: its log.
    String written() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The lines of the log.
    List<String> log() {
        return written().lines().toList();
    }

    @Override
    public void close() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        api.close();
    }
}
