package io.tidemark.aws.athena;

import io.tidemark.aws.failure.AwsFailures;
import io.tidemark.core.port.Queries.RefusedException;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.AthenaError;
import software.amazon.awssdk.services.athena.model.GetQueryResultsResponse;
import software.amazon.awssdk.services.athena.model.InvalidRequestException;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.athena.model.QueryExecutionStatus;

/// Runs statements in one workgroup and database. Safe for use by many threads.
final class AthenaCalls {
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    /// Athena's category for failures of its own.
    private static final int SYSTEM = 1;
    /// Where in the statement: it was put together here, so that its lines are not those of who asks.
    private static final Pattern PLACE = Pattern.compile("\\bline \\d+:\\d+: ");

    private final AthenaClient client;
    private final AthenaNames names;
    private final Consumer<Duration> waiting;

    /// Calls through a client.
    ///
    /// @param waiting waits that long before the next look at a statement that runs
    AthenaCalls(AthenaClient client, AthenaNames names, Consumer<Duration> waiting) {
        this.client = client;
        this.names = names;
        this.waiting = waiting;
    }

    /// Runs a statement to its end.
    ///
    /// @return its number, under which the rows are
    /// @throws RefusedException when Athena refuses it
    /// @throws StorageException of kind `FAILED` when Athena cannot be reached or fails itself
    String run(String sql) {
        return runAll(List.of(sql)).getFirst();
    }

    /// Runs statements that do not depend on each other to their ends, all at once. When one fails the others are stopped.
    ///
    /// @return their numbers in the same order
    /// @throws RefusedException when Athena refuses one
    /// @throws StorageException of kind `FAILED` when Athena cannot be reached or fails itself
    List<String> runAll(List<String> statements) {
        List<String> ids = new ArrayList<>();
        int ended = 0;
        try {
            for (String sql : statements) {
                ids.add(client.startQueryExecution(start -> start.queryString(sql).workGroup(names.workGroup())
                        .queryExecutionContext(context -> context.database(names.database()))
                        .resultConfiguration(result -> result.outputLocation(names.resultLocation())))
                        .queryExecutionId());
            }
            for (String id : ids) {
                await(id);
                ended++;
            }
            return ids;
        } catch (InvalidRequestException e) {
            throw refused(e.awsErrorDetails() == null ? e.getMessage() : e.awsErrorDetails().errorMessage(), e);
        } catch (SdkException e) {
            throw AwsFailures.of(e, "ask Athena in the workgroup " + names.workGroup());
        } finally {
            ids.subList(ended, ids.size()).forEach(this::stop);
        }
    }

    private void await(String id) {
        Duration wait = FIRST_WAIT;
        while (true) {
            QueryExecutionStatus status = client.getQueryExecution(get -> get.queryExecutionId(id)).queryExecution()
                    .status();
            switch (status.state()) {
                case SUCCEEDED -> {
                    return;
                }
                case FAILED, CANCELLED, UNKNOWN_TO_SDK_VERSION -> throw failure(status);
                case QUEUED, RUNNING -> {
                    waiting.accept(wait);
                    Duration longer = wait.multipliedBy(2);
                    wait = longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
                }
            }
        }
    }

    private static RuntimeException failure(QueryExecutionStatus status) {
        AthenaError error = status.athenaError();
        boolean own = status.state() != QueryExecutionState.FAILED
                || (error != null && error.errorCategory() != null && error.errorCategory() == SYSTEM);
        String why = status.stateChangeReason() == null ? "it ended as " + status.stateAsString()
                : firstLine(status.stateChangeReason());
        return own ? new StorageException(Kind.FAILED, "Athena did not answer: " + why) : refused(why, null);
    }

    /// Stops what still runs, as far as that goes: what called for it is on its way already.
    private void stop(String id) {
        try {
            client.stopQueryExecution(stop -> stop.queryExecutionId(id));
        } catch (SdkException _) {
            // It ends by itself.
            return;
        }
    }

    private static RefusedException refused(@Nullable String why, @Nullable Exception cause) {
        return new RefusedException(PLACE.matcher(firstLine(String.valueOf(why))).replaceAll(""), cause);
    }

    private static String firstLine(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("no reason is told");
    }

    /// A page of what a statement came to.
    ///
    /// @param next where it begins, as the page before says; null for the first
    /// @throws StorageException of kind `FAILED` when it cannot be read
    GetQueryResultsResponse page(String id, @Nullable String next) {
        try {
            return client.getQueryResults(get -> get.queryExecutionId(id).nextToken(next));
        } catch (SdkException e) {
            throw AwsFailures.of(e, "read what Athena answered");
        }
    }
}
