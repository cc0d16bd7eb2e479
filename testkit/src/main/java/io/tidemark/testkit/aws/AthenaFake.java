package io.tidemark.testkit.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.trino.sql.parser.ParsingException;
import io.trino.sql.parser.SqlParser;
import io.trino.sql.tree.DropTable;
import io.trino.sql.tree.Query;
import io.trino.sql.tree.Statement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Answers as Athena does: StartQueryExecution, GetQueryExecution, GetQueryResults and StopQueryExecution, in AWS's documented shapes. A
/// statement is QUEUED when it is looked at first, RUNNING then, and carried out after that. It is carried out by itself: definitions of tables and
/// partitions, in Hive's language, are read and kept; selections must be in Trino's language, for which its own parser is asked, and are
/// answered by DuckDB over the objects that the partitions have. A statement of Trino's that changes something succeeds, as on Athena:
/// nobody here holds it back. Thread-safe.
public final class AthenaFake implements AutoCloseable {
    private static final String TARGET = "X-Amz-Target";
    private static final String VERSION = "AmazonAthena.";
    private static final int USER = 2;

    private final ObjectSource objects;
    private final String workGroup;
    private final int rowsPerPage;
    private final HttpServer server;
    private final Map<String, Map<String, HiveTable>> databases = new ConcurrentHashMap<>();
    private final Map<String, Execution> executions = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicReference<@Nullable Trouble> trouble = new AtomicReference<>();

    /// Refuses a request in Athena's form.
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /// Ends a statement as FAILED.
    static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failed(String message) {
            super(message);
        }
    }

    /// What goes wrong with the next statement.
    private record Trouble(int category, String reason) {}

    /// A statement on its way.
    private static final class Execution {
        private final String sql;
        private final String database;
        private String state = "QUEUED";
        private int looks;
        private @Nullable String reason;
        private int category = USER;
        private LakeQuery.Rows rows = new LakeQuery.Rows(List.of(), List.of());

        Execution(String sql, String database) {
            this.sql = sql;
            this.database = database;
        }
    }

    /// A fake over those objects.
    ///
    /// @param workGroup   the one workgroup that there is
    /// @param rowsPerPage how many rows an answer has at most; Athena's 1,000 or less
    public AthenaFake(ObjectSource objects, String workGroup, int rowsPerPage) {
        this.objects = objects;
        this.workGroup = workGroup;
        this.rowsPerPage = rowsPerPage;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name("athena-fake-", 1).factory()));
        server.createContext("/", this::answer);
        server.start();
    }

    /// Where it is spoken to.
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// The statements that it was asked to carry out, in order.
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /// Lets the next statement fail.
    ///
    /// @param category Athena's category: 1 its own failure, 2 a failure of who asks, 3 another
    /// @param reason   what it says
    public void failNext(int category, String reason) {
        trouble.set(new Trouble(category, reason));
    }

    private void answer(HttpExchange exchange) throws IOException {
        Map<String, @Nullable Object> request = PlainTree.read(exchange.getRequestBody().readAllBytes());
        String target = String.valueOf(exchange.getRequestHeaders().getFirst(TARGET));
        int status = 200;
        Map<String, @Nullable Object> answer;
        try {
            answer = switch (target) {
                case VERSION + "StartQueryExecution" -> start(request);
                case VERSION + "GetQueryExecution" -> look(request);
                case VERSION + "GetQueryResults" -> results(request);
                case VERSION + "StopQueryExecution" -> stop(request);
                default -> throw new Refused("not known here: " + target);
            };
        } catch (Refused e) {
            status = 400;
            answer = Map.of("__type", "InvalidRequestException", "AthenaErrorCode", "INVALID_INPUT", "Message",
                    String.valueOf(e.getMessage()));
        }
        byte[] body = PlainTree.write(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Map<String, @Nullable Object> start(Map<String, @Nullable Object> request) {
        String sql = String.valueOf(request.get("QueryString"));
        Object output = PlainTree.map(request.get("ResultConfiguration")).get("OutputLocation");
        Object database = PlainTree.map(request.get("QueryExecutionContext")).get("Database");
        if (!workGroup.equals(request.get("WorkGroup"))) {
            throw new Refused("WorkGroup is not found.");
        }
        if (output == null || !output.toString().startsWith("s3://")) {
            throw new Refused("No output location provided. An output location is required.");
        }
        if (HiveTable.isDefinition(sql)) {
            HiveTable.check(sql);
        } else {
            parsed(sql);
        }
        asked.add(sql);
        String id = "00000000-0000-4000-8000-" + String.format("%012d", numbers.incrementAndGet());
        executions.put(id, new Execution(sql, String.valueOf(database)));
        return Map.of("QueryExecutionId", id);
    }

    private static Statement parsed(String sql) {
        try {
            return new SqlParser().createStatement(sql);
        } catch (ParsingException e) {
            throw new Refused(String.valueOf(e.getMessage()));
        }
    }

    private Execution execution(Map<String, @Nullable Object> request) {
        Execution execution = executions.get(String.valueOf(request.get("QueryExecutionId")));
        if (execution == null) {
            throw new Refused("QueryExecution " + request.get("QueryExecutionId") + " was not found");
        }
        return execution;
    }

    private Map<String, @Nullable Object> look(Map<String, @Nullable Object> request) {
        Execution execution = execution(request);
        synchronized (execution) {
            if (execution.state.equals("RUNNING")) {
                carryOut(execution);
            } else if (execution.state.equals("QUEUED") && execution.looks++ > 0) {
                execution.state = "RUNNING";
            }
            Map<String, @Nullable Object> status = new LinkedHashMap<>();
            status.put("State", execution.state);
            status.put("SubmissionDateTime", 1_767_225_600);
            if (execution.reason != null) {
                status.put("StateChangeReason", execution.reason);
                status.put("AthenaError", Map.of("ErrorCategory", execution.category, "ErrorType", 1003, "Retryable",
                        false, "ErrorMessage", execution.reason));
            }
            return Map.of("QueryExecution", Map.of("QueryExecutionId",
                    String.valueOf(request.get("QueryExecutionId")), "Query", execution.sql, "StatementType",
                    HiveTable.isDefinition(execution.sql) ? "DDL" : "DML", "WorkGroup", workGroup, "Status", status));
        }
    }

    private void carryOut(Execution execution) {
        Trouble now = trouble.getAndSet(null);
        Map<String, HiveTable> tables = databases.computeIfAbsent(execution.database, _ -> new ConcurrentHashMap<>());
        try {
            if (now != null) {
                execution.category = now.category();
                throw new Failed(now.reason());
            }
            if (HiveTable.isDefinition(execution.sql)) {
                HiveTable.carryOut(execution.sql, tables);
            } else {
                Statement statement = parsed(execution.sql);
                if (statement instanceof DropTable drop) {
                    tables.remove(drop.getTableName().getSuffix());
                } else if (statement instanceof Query) {
                    try (LakeQuery query = new LakeQuery(objects)) {
                        execution.rows = query.answer(execution.sql, tables);
                    }
                }
            }
            execution.state = "SUCCEEDED";
        } catch (Failed e) {
            execution.state = "FAILED";
            execution.reason = String.valueOf(e.getMessage());
        }
    }

    private Map<String, @Nullable Object> results(Map<String, @Nullable Object> request) {
        Execution execution = execution(request);
        synchronized (execution) {
            if (!execution.state.equals("SUCCEEDED")) {
                throw new Refused("Query has not yet finished. Current state: " + execution.state);
            }
            Object token = request.get("NextToken");
            int from = token == null ? 0 : Integer.parseInt(token.toString());
            List<List<@Nullable String>> all = new ArrayList<>();
            all.add(new ArrayList<>(execution.rows.columns().stream().map(LakeQuery.Column::name).toList()));
            all.addAll(execution.rows.rows());
            int to = Math.min(all.size(), from + rowsPerPage);
            Map<String, @Nullable Object> answer = new LinkedHashMap<>();
            answer.put("ResultSet", Map.of("Rows", all.subList(from, to).stream().map(AthenaFake::row).toList(),
                    "ResultSetMetadata",
                    Map.of("ColumnInfo", execution.rows.columns().stream().map(AthenaFake::column).toList())));
            answer.put("UpdateCount", 0);
            if (to < all.size()) {
                answer.put("NextToken", Integer.toString(to));
            }
            return answer;
        }
    }

    private static Map<String, Object> row(List<@Nullable String> cells) {
        return Map.of("Data",
                cells.stream().map(cell -> cell == null ? Map.of() : Map.of("VarCharValue", cell)).toList());
    }

    private static Map<String, Object> column(LakeQuery.Column column) {
        return Map.of("CatalogName", "hive", "SchemaName", "", "TableName", "", "Name", column.name(), "Label",
                column.name(), "Type", column.type(), "Precision", column.precision(), "Scale", column.scale(),
                "Nullable", "UNKNOWN");
    }

    private Map<String, @Nullable Object> stop(Map<String, @Nullable Object> request) {
        Execution execution = execution(request);
        synchronized (execution) {
            if (execution.state.equals("QUEUED") || execution.state.equals("RUNNING")) {
                execution.state = "CANCELLED";
                execution.reason = "Query cancelled by user";
            }
        }
        return Map.of();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
