package io.tidemark.testkit.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Stands before a server of DynamoDB's that has no backups, and adds them: CreateBackup, DescribeBackup, ListBackups,
/// RestoreTableFromBackup and UpdateContinuousBackups are answered here, everything else there. A backup holds a table's items; a restored
/// table is a new one with the same keys, indexes and items, which is CREATING for a while and then ACTIVE. Thread-safe.
public final class DynamoBackupFake implements AutoCloseable {
    private static final String TARGET = "X-Amz-Target";
    private static final String VERSION = "DynamoDB_20120810.";
    private static final int PAGE = 25;

    private final URI behind;
    private final HttpServer server;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Copy> copies = new ConcurrentHashMap<>();
    /// How often a table that was restored still says that it is being made.
    private final Map<String, AtomicInteger> creating = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();

    /// A backup.
    private record Copy(String arn, String name, String table, Map<String, @Nullable Object> description,
            List<@Nullable Object> items, AtomicInteger looks) {
        /// It says CREATING when it is made and when it is looked at first.
        String status() {
            return looks.getAndIncrement() < 2 ? "CREATING" : "AVAILABLE";
        }

        Map<String, Object> details(String status) {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("BackupArn", arn);
            details.put("BackupName", name);
            details.put("BackupStatus", status);
            details.put("BackupType", "USER");
            details.put("BackupCreationDateTime", 1_767_225_600 + looks.get());
            details.put("BackupSizeBytes", items.size());
            return details;
        }
    }

    /// Refuses a request in DynamoDB's form.
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String type;

        Refused(String type, String message) {
            super(message);
            this.type = type;
        }
    }

    /// A fake before that server.
    public DynamoBackupFake(URI behind) {
        this.behind = behind;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name("backup-fake-", 1).factory()));
        server.createContext("/", this::answer);
        server.start();
    }

    /// Where it is spoken to.
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// Takes items out of a backup, as if it had been made in the middle of a transaction.
    ///
    /// @param table the table that was copied
    /// @param sk    the sort key that they begin with
    /// @param pk    their partition key
    /// @return how many there were
    public int tear(String table, String pk, String sk) {
        int[] torn = new int[1];
        copies.values().stream().filter(copy -> copy.table().equals(table))
                .forEach(copy -> copy.items().removeIf(item -> {
                    boolean hit = text(item, "PK").equals(pk) && text(item, "SK").startsWith(sk);
                    torn[0] += hit ? 1 : 0;
                    return hit;
                }));
        return torn[0];
    }

    private static String text(@Nullable Object item, String attribute) {
        return String.valueOf(PlainTree.map(PlainTree.map(item).get(attribute)).get("S"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] request = exchange.getRequestBody().readAllBytes();
        String target = String.valueOf(exchange.getRequestHeaders().getFirst(TARGET));
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        int status = 200;
        byte[] answer;
        try {
            String operation = target.startsWith(VERSION) ? target.substring(VERSION.length()) : "";
            Map<String, @Nullable Object> own = own(operation, PlainTree.read(request), authorization);
            if (own != null) {
                answer = PlainTree.write(own);
            } else {
                HttpResponse<byte[]> there = ask(target, request, authorization);
                status = there.statusCode();
                answer = operation.equals("DescribeTable") ? described(there.body()) : there.body();
            }
        } catch (Refused e) {
            status = 400;
            answer = PlainTree.write(Map.of("__type", "com.amazonaws.dynamodb.v20120810#" + e.type, "message",
                    String.valueOf(e.getMessage())));
        }
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private HttpResponse<byte[]> ask(String target, byte[] request, String authorization) throws IOException {
        try {
            return http.send(HttpRequest.newBuilder(behind).header("Content-Type", "application/x-amz-json-1.0")
                    .header(TARGET, target).header("Authorization", authorization)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(request)).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private Map<String, @Nullable Object> call(String operation, Map<String, ?> request, String authorization)
            throws IOException {
        HttpResponse<byte[]> there = ask(VERSION + operation, PlainTree.write(request), authorization);
        Map<String, @Nullable Object> answer = PlainTree.read(there.body());
        if (there.statusCode() != 200) {
            String type = String.valueOf(answer.get("__type"));
            throw new Refused(type.substring(type.indexOf('#') + 1), String.valueOf(answer.get("message")));
        }
        return answer;
    }

    private byte[] described(byte[] answer) throws IOException {
        Map<String, @Nullable Object> tree = PlainTree.read(answer);
        Map<String, @Nullable Object> table = PlainTree.map(tree.get("Table"));
        AtomicInteger left = creating.get(String.valueOf(table.get("TableName")));
        if (left == null || left.getAndDecrement() <= 0) {
            return answer;
        }
        table.put("TableStatus", "CREATING");
        return PlainTree.write(tree);
    }

    private @Nullable Map<String, @Nullable Object> own(String operation, Map<String, @Nullable Object> request,
            String authorization) throws IOException {
        return switch (operation) {
            case "CreateBackup" -> create(request, authorization);
            case "DescribeBackup" -> {
                Copy copy = copy(request);
                yield Map.of("BackupDescription", Map.of("BackupDetails", copy.details(copy.status()),
                        "SourceTableDetails", Map.of("TableName", copy.table(), "TableId", copy.arn(), "KeySchema",
                                PlainTree.list(copy.description().get("KeySchema")))));
            }
            case "ListBackups" -> Map.of("BackupSummaries", copies.values().stream().map(copy -> {
                Map<String, Object> summary = copy.details(copy.looks().get() < 2 ? "CREATING" : "AVAILABLE");
                summary.put("TableName", copy.table());
                return summary;
            }).toList());
            case "RestoreTableFromBackup" -> restore(request, authorization);
            case "UpdateContinuousBackups" ->
                    Map.of("ContinuousBackupsDescription", Map.of("ContinuousBackupsStatus", "ENABLED",
                            "PointInTimeRecoveryDescription", Map.of("PointInTimeRecoveryStatus", "ENABLED")));
            default -> null;
        };
    }

    private Copy copy(Map<String, @Nullable Object> request) {
        Copy copy = copies.get(String.valueOf(request.get("BackupArn")));
        if (copy == null) {
            throw new Refused("BackupNotFoundException", "Backup not found: " + request.get("BackupArn"));
        }
        return copy;
    }

    private Map<String, @Nullable Object> create(Map<String, @Nullable Object> request, String authorization)
            throws IOException {
        String table = String.valueOf(request.get("TableName"));
        Map<String, @Nullable Object> description;
        try {
            description = PlainTree.map(call("DescribeTable", Map.of("TableName", table), authorization).get("Table"));
        } catch (Refused e) {
            throw new Refused("TableNotFoundException", "Table not found: " + table);
        }
        String arn = "arn:aws:dynamodb:eu-central-1:000000000000:table/" + table + "/backup/0"
                + numbers.incrementAndGet();
        Copy copy = new Copy(arn, String.valueOf(request.get("BackupName")), table, description,
                items(table, authorization), new AtomicInteger());
        copies.put(arn, copy);
        return Map.of("BackupDetails", copy.details(copy.status()));
    }

    private List<@Nullable Object> items(String table, String authorization) throws IOException {
        List<@Nullable Object> items = new ArrayList<>();
        Object after = null;
        do {
            Map<String, Object> scan = new LinkedHashMap<>();
            scan.put("TableName", table);
            scan.put("ConsistentRead", true);
            if (after != null) {
                scan.put("ExclusiveStartKey", after);
            }
            Map<String, @Nullable Object> page = call("Scan", scan, authorization);
            items.addAll(PlainTree.list(page.get("Items")));
            after = page.get("LastEvaluatedKey");
        } while (after != null);
        return items;
    }

    private Map<String, @Nullable Object> restore(Map<String, @Nullable Object> request, String authorization)
            throws IOException {
        Copy copy = copy(request);
        String table = String.valueOf(request.get("TargetTableName"));
        Map<String, Object> make = new LinkedHashMap<>();
        make.put("TableName", table);
        make.put("KeySchema", PlainTree.list(copy.description().get("KeySchema")));
        make.put("AttributeDefinitions", PlainTree.list(copy.description().get("AttributeDefinitions")));
        make.put("GlobalSecondaryIndexes",
                PlainTree.list(copy.description().get("GlobalSecondaryIndexes")).stream().map(PlainTree::map)
                        .map(index -> Map.of("IndexName", String.valueOf(index.get("IndexName")), "KeySchema",
                                PlainTree.list(index.get("KeySchema")), "Projection",
                                PlainTree.map(index.get("Projection"))))
                        .toList());
        make.put("BillingMode", "PAY_PER_REQUEST");
        try {
            call("CreateTable", make, authorization);
        } catch (Refused e) {
            throw e.type.equals("ResourceInUseException")
                    ? new Refused("TableAlreadyExistsException", "Table already exists: " + table)
                    : e;
        }
        for (int from = 0; from < copy.items().size(); from += PAGE) {
            List<?> puts = copy.items().subList(from, Math.min(from + PAGE, copy.items().size())).stream()
                    .map(item -> Map.of("PutRequest", Map.of("Item", PlainTree.map(item)))).toList();
            call("BatchWriteItem", Map.of("RequestItems", Map.of(table, puts)), authorization);
        }
        creating.put(table, new AtomicInteger(2));
        return Map.of("TableDescription", Map.of("TableName", table, "TableStatus", "CREATING"));
    }

    @Override
    public void close() {
        server.stop(0);
        http.close();
    }
}
