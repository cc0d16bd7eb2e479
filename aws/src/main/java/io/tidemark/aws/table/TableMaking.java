package io.tidemark.aws.table;

import io.tidemark.aws.failure.AwsFailures;
import io.tidemark.core.port.StorageException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.SSEDescription;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/// Makes and removes tables as the templates make those of the first generation. Thread-safe.
final class TableMaking {
    private static final long LOOK_AGAIN_NANOS = 50_000_000;
    /// A restore of a large table takes hours.
    private static final int LOOKS = 6 * 60 * 60 * 20;

    private final DynamoDbClient client;

    TableMaking(DynamoDbClient client) {
        this.client = client;
    }

    private static <T> T calling(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw AwsFailures.of(e, what);
        }
    }

    /// A table, or null when there is none of that name.
    @Nullable
    TableDescription describe(String name) {
        try {
            return client.describeTable(describe -> describe.tableName(name)).table();
        } catch (ResourceNotFoundException e) {
            return null;
        } catch (SdkException e) {
            throw AwsFailures.of(e, "describe the table " + name);
        }
    }

    boolean isThere(String name) {
        return describe(name) != null;
    }

    /// Makes a table of accounts, encrypted as another one is.
    void makeAccounts(String name, String like) {
        make(name, like, index("EventKeyIdx", "EventKey", "SK", ProjectionType.KEYS_ONLY),
                index("AccountSequenceIdx", AccountItems.ENTRY_ACCOUNT, AccountItems.SEQUENCE, ProjectionType.ALL));
    }

    /// Makes an index, encrypted as another one is.
    void makeObjects(String name, String like) {
        make(name, like, index("AccountNumberIdx", "AccountNumber", "SK", ProjectionType.KEYS_ONLY),
                index("ArrivalIdx", "ArrivalShard", "ArrivedAt", ProjectionType.KEYS_ONLY));
    }

    private static GlobalSecondaryIndex index(String name, String hash, String range, ProjectionType projection) {
        return GlobalSecondaryIndex.builder().indexName(name).keySchema(keys(hash, range))
                .projection(projected -> projected.projectionType(projection)).build();
    }

    private static KeySchemaElement[] keys(String hash, String range) {
        return new KeySchemaElement[] {
                KeySchemaElement.builder().attributeName(hash).keyType(KeyType.HASH).build(),
                KeySchemaElement.builder().attributeName(range).keyType(KeyType.RANGE).build()};
    }

    private void make(String name, String like, GlobalSecondaryIndex... indexes) {
        Map<String, AttributeDefinition> attributes = new TreeMap<>();
        for (KeySchemaElement key : keys(Item.PK, Item.SK)) {
            define(key.attributeName(), attributes);
        }
        for (GlobalSecondaryIndex index : indexes) {
            index.keySchema().forEach(key -> define(key.attributeName(), attributes));
        }
        TableDescription model = describe(like);
        SSEDescription encryption = model == null ? null : model.sseDescription();
        try {
            client.createTable(create -> {
                create.tableName(name).keySchema(keys(Item.PK, Item.SK)).attributeDefinitions(attributes.values())
                        .globalSecondaryIndexes(indexes).billingMode("PAY_PER_REQUEST").streamSpecification(
                                stream -> stream.streamEnabled(true).streamViewType("NEW_AND_OLD_IMAGES"));
                if (encryption != null && encryption.kmsMasterKeyArn() != null) {
                    create.sseSpecification(sse -> sse.enabled(true).sseType("KMS")
                            .kmsMasterKeyId(encryption.kmsMasterKeyArn()));
                }
            });
        } catch (ResourceInUseException e) {
            throw new StorageException(StorageException.Kind.FAILED, "there is a table " + name + " already", e);
        } catch (SdkException e) {
            throw AwsFailures.of(e, "make the table " + name);
        }
        await(name);
    }

    private static void define(String name, Map<String, AttributeDefinition> attributes) {
        ScalarAttributeType type = name.equals(AccountItems.SEQUENCE) ? ScalarAttributeType.N : ScalarAttributeType.S;
        attributes.put(name, AttributeDefinition.builder().attributeName(name).attributeType(type).build());
    }

    /// Waits until a table that is being made can be used.
    void await(String name) {
        for (int i = 0; i < LOOKS; i++) {
            TableDescription table = describe(name);
            if (table != null && table.tableStatus() == TableStatus.ACTIVE) {
                return;
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
        }
        throw new StorageException(StorageException.Kind.FAILED, "the table " + name + " did not become active");
    }

    /// Turns deletion protection and point-in-time recovery on.
    void protect(String name) {
        calling("protect the table " + name, () -> client
                .updateTable(update -> update.tableName(name).deletionProtectionEnabled(true)));
        await(name);
        calling("turn point-in-time recovery on for the table " + name, () -> client.updateContinuousBackups(
                update -> update.tableName(name).pointInTimeRecoverySpecification(
                        recovery -> recovery.pointInTimeRecoveryEnabled(true))));
    }

    /// Removes a table and waits until it is gone; one that is not there is not an error.
    void remove(String name) {
        for (int i = 0; i < LOOKS; i++) {
            TableDescription table = describe(name);
            if (table == null) {
                return;
            }
            if (table.tableStatus() == TableStatus.ACTIVE) {
                if (Boolean.TRUE.equals(table.deletionProtectionEnabled())) {
                    calling("unprotect the table " + name, () -> client
                            .updateTable(update -> update.tableName(name).deletionProtectionEnabled(false)));
                    await(name);
                }
                try {
                    client.deleteTable(delete -> delete.tableName(name));
                    continue;
                } catch (ResourceNotFoundException e) {
                    return;
                } catch (SdkException e) {
                    throw AwsFailures.of(e, "delete the table " + name);
                }
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        throw new StorageException(StorageException.Kind.FAILED, "the table " + name + " is not deleted yet");
    }
}
