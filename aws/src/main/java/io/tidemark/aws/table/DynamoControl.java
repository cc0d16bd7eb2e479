package io.tidemark.aws.table;

import io.tidemark.aws.failure.AwsFailures;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.pipeline.each.Forward;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.Pauses;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/// The control item: one item in the index of the first generation, whichever generation is in force. It holds the generation, the
/// doubt and the pause switches. Safe for use by many threads.
public final class DynamoControl {
    /// The partition of what there is once in an installation.
    static final String PARTITION = "CONTROL";
    private static final String GENERATION = "Generation";
    private static final String POSITION = "SyncedPosition";
    private static final String PAUSED_AT = "PausedAt";
    private static final String IN_DOUBT = "InDoubt";
    private static final String OWED = "Owed";
    private static final String EVERYTHING = "PausedEverything";
    private static final String ACCOUNTS = "PausedAccounts";

    private final DynamoDbClient client;
    private final String table;

    /// The control item of an installation.
    ///
    /// @param first the tables of the first generation
    public DynamoControl(DynamoDbClient client, TableNames first) {
        this.client = client;
        this.table = first.objects();
    }

    private Item item() {
        try {
            return Item.of(client.getItem(get -> get.tableName(table)
                    .key(Item.keyed(PARTITION, IndexItems.STATE).attributes()).consistentRead(true)).item());
        } catch (SdkException e) {
            throw AwsFailures.of(e, "read the control item in " + table);
        }
    }

    /// What is paused and which generation is in force, of one moment.
    ///
    /// @param generation the generation in force, or null for the first
    /// @param paused     what is paused
    /// @param pausedAt   the moment that the generation in force was made as of and stands still at, in microseconds since 1970, or null
    public record Switches(@Nullable String generation, Pauses.State paused, @Nullable Long pausedAt) {
        /// Whether a transaction is held back: while the generation stands still, only what goes forward in it is judged.
        ///
        /// @param replay what the transaction is marked with, or null
        public boolean holds(@Nullable String replay) {
            return pausedAt != null && !Forward.replay(generation).equals(replay);
        }
    }

    /// What a function looks at before each batch, in one reading.
    public Switches switches() {
        Item item = item();
        return new Switches(item.optional(GENERATION), pausesOf(item), pausedAt(item));
    }

    private static @Nullable Long pausedAt(Item item) {
        return item.has(PAUSED_AT) ? item.number(PAUSED_AT) : null;
    }

    private static Pauses.State pausesOf(Item item) {
        AttributeValue accounts = item.attributes().get(ACCOUNTS);
        return new Pauses.State(item.flag(EVERYTHING), accounts == null ? Set.of() : Set.copyOf(accounts.ss()));
    }

    /// The control item as a port.
    public ControlItem control() {
        return new ControlItem() {
            @Override
            public ControlItem.State read() {
                Item item = item();
                return new ControlItem.State(item.optional(GENERATION), item.numberOr(POSITION, 0),
                        pausedAt(item), item.optional(IN_DOUBT),
                        owedOf(item.attributes().get(OWED)));
            }

            @Override
            public void update(ControlItem.State expected, ControlItem.State next) {
                Write write = write();
                Map<String, AttributeValue> before = attributes(expected);
                Map<String, AttributeValue> after = attributes(next);
                for (String name : new String[] {GENERATION, POSITION, PAUSED_AT, IN_DOUBT, OWED}) {
                    write.when(name, before.get(name));
                    AttributeValue value = after.get(name);
                    if (value == null) {
                        write.remove(name);
                    } else {
                        write.set(name, value);
                    }
                }
                try {
                    client.updateItem(write.alone().build());
                } catch (ConditionalCheckFailedException e) {
                    throw new ConflictException(expected, read());
                } catch (SdkException e) {
                    throw AwsFailures.of(e, "write the control item in " + table);
                }
            }
        };
    }

    private static Map<String, AttributeValue> attributes(ControlItem.State state) {
        Item item = Item.empty().text(GENERATION, state.generation()).text(IN_DOUBT, state.inDoubt());
        if (state.syncedPosition() != 0) {
            item.number(POSITION, state.syncedPosition());
        }
        Long pausedAt = state.pausedAt();
        if (pausedAt != null) {
            item.number(PAUSED_AT, pausedAt);
        }
        Map<String, AttributeValue> attributes = new HashMap<>(item.attributes());
        ControlItem.Provisional owed = state.provisional();
        if (owed != null) {
            attributes.put(OWED, AttributeValue.fromM(attributes(owed)));
        }
        return attributes;
    }

    private static Map<String, AttributeValue> attributes(ControlItem.Provisional owed) {
        return Item.empty().text("Base", owed.base()).text("BaseDigest", owed.baseDigest().toString())
                .number("Position", owed.position()).text("StateDigest", owed.stateDigest().toString())
                .text("Previous", owed.previous()).number("OpenedMillis", owed.openedMillis())
                .number("Differing", owed.differing()).attributes();
    }

    private static ControlItem.@Nullable Provisional owedOf(@Nullable AttributeValue map) {
        if (map == null) {
            return null;
        }
        Item owed = Item.of(map.m());
        return new ControlItem.Provisional(owed.text("Base"), Sha256.parseHex(owed.text("BaseDigest")),
                owed.number("Position"), Sha256.parseHex(owed.text("StateDigest")), owed.optional("Previous"),
                owed.number("OpenedMillis"), owed.number("Differing"));
    }

    private Write write() {
        return Write.to(table, PARTITION, IndexItems.STATE);
    }

    /// The pause switches as a port.
    public Pauses pauses() {
        return new Pauses() {
            @Override
            public Pauses.State read() {
                return pausesOf(item());
            }

            @Override
            public void pauseEverything(boolean paused) {
                change(write().set(EVERYTHING, AttributeValue.fromBool(paused)));
            }

            @Override
            public void pauseAccount(String account, boolean paused) {
                change(write().member(ACCOUNTS, account, paused));
            }
        };
    }

    private void change(Write write) {
        try {
            client.updateItem(write.alone().build());
        } catch (SdkException e) {
            throw AwsFailures.of(e, "write the control item in " + table);
        }
    }
}
