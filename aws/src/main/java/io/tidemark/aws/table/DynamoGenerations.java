package io.tidemark.aws.table;

import io.tidemark.aws.failure.AwsFailures;
import io.tidemark.core.port.BookContents;
import io.tidemark.core.port.BookGenerations;
import io.tidemark.core.port.BookLoading;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Generations as pairs of tables: those of the first bear the names that the templates gave them, those of a later one the same with
/// `-GENERATION` behind. Safe for use by many threads.
public final class DynamoGenerations implements BookGenerations {
    private final DynamoDbClient client;
    private final TableNames first;
    private final InstantSource clock;
    private final TableMaking making;
    private final WentBackItems notes;

    /// The generations of an installation.
    ///
    /// @param first the tables of the first generation
    /// @param clock tells when something is noted
    public DynamoGenerations(DynamoDbClient client, TableNames first, InstantSource clock) {
        this.client = client;
        this.first = first;
        this.clock = clock;
        making = new TableMaking(client);
        notes = new WentBackItems(client, first);
    }

    @Override
    public List<String> list() {
        TreeSet<String> names = new TreeSet<>();
        try {
            client.listTablesPaginator().tableNames().forEach(table -> {
                for (String prefix : new String[] {first.accounts() + "-g", first.objects() + "-g"}) {
                    // Another installation may have names that begin like ours.
                    String name = table.startsWith(prefix) ? table.substring(prefix.length() - 1) : "";
                    if (name.matches("g[0-9]{8}T[0-9]{6}\\.[0-9]{3}Z")) {
                        names.add(name);
                    }
                }
            });
        } catch (SdkException e) {
            throw AwsFailures.of(e, "list the tables");
        }
        return List.copyOf(names);
    }

    @Override
    public BookContents contents(@Nullable String generation) {
        return new TableReading(client, first.of(generation),
                new DynamoAccountBook(client, first, generation, clock));
    }

    @Override
    public BookLoading create(String generation) {
        TableNames tables = first.of(generation);
        making.makeAccounts(tables.accounts(), first.accounts());
        making.makeObjects(tables.objects(), first.objects());
        return new TableLoading(client, tables, generation, false);
    }

    @Override
    public BookLoading reload(String generation) {
        return new TableLoading(client, first.of(generation), generation, true);
    }

    @Override
    public void protect(String generation) {
        TableNames tables = first.of(generation);
        Stream.of(tables.accounts(), tables.objects()).forEach(making::protect);
    }

    @Override
    public void delete(String generation) {
        TableNames tables = first.of(generation);
        making.remove(tables.accounts());
        making.remove(tables.objects());
    }

    @Override
    public List<WentBack> wentBack() {
        return notes.all();
    }

    @Override
    public void note(WentBack generation) {
        notes.put(generation);
    }

    @Override
    public void forget(String generation) {
        notes.remove(generation);
    }

    @Override
    public void ensureControl() {
        if (!making.isThere(first.objects())) {
            making.makeObjects(first.objects(), first.accounts());
        }
    }
}
