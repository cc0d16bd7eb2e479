package io.tidemark.aws.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.aws.AwsEventwise;
import io.tidemark.aws.LocalServers;
import io.tidemark.aws.meter.AskedActions;
import io.tidemark.aws.meter.AskedActions.Action;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.pipeline.each.Forward;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.Transaction;
import io.tidemark.testkit.generate.ArrivalStream;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// What each function asks of AWS its role in the template allows: what it does not, only AWS would show.
class GrantsTest {
    /// A stream with follow-ups before their originals and with several refused attempts under a key.
    private static final long SEED = 2;
    private static final int ARRIVALS = 25;
    private static final Path TEMPLATES = Path.of("../deploy/cloudformation");
    private static final String PROCESSING = "3000-processing.yaml";
    private static final Pattern NEXT_RESOURCE = Pattern.compile("\n  \\w+:\n");
    private static final Pattern STATEMENT = Pattern
            .compile("Action:\n((?: +- [a-z0-9]+:\\w+\n)+) +Resource:\n((?: +(?:- |#).*\n)+)");
    private static final Pattern ACTION = Pattern.compile("- (\\w+:\\w+)");
    private static final Pattern PLACE = Pattern
            .compile("\\$\\{(\\w+NameParam)\\}(/[a-z-]*/?\\*(?:\\.event)?)?\n|QueueStackNameParam\\}-(\\w+QueueArn)\n");

    private final AskedActions asked = new AskedActions();
    private final FunctionsRun functions = new FunctionsRun(LocalServers.s3(UrlConnectionHttpClient.create(), asked),
            LocalServers.dynamoDb(UrlConnectionHttpClient.create(), asked),
            LocalServers.sqs(UrlConnectionHttpClient.create(), asked), ManualClock.atNewYear());
    private final Set<Action> router = new TreeSet<>();
    private final Set<Action> processor = new TreeSet<>();
    private final Set<Action> archiver = new TreeSet<>();

    @AfterEach
    void close() {
        functions.close();
    }

    private AttemptId take(AttemptId id) {
        assertThat(functions.route(List.of(id))).isZero();
        router.addAll(asked.take());
        while (functions.process()) {
            processor.addAll(asked.take());
        }
        asked.take();
        return id;
    }

    /// The actions that a role of the template allows, on the names that this test's things have.
    private Set<Action> granted(String file, String role) throws IOException {
        String template = Files.readString(TEMPLATES.resolve(file));
        int start = template.indexOf("\n  " + role + ":\n");
        Matcher end = NEXT_RESOURCE.matcher(template);
        String text = template.substring(start, end.find(start + 1) ? end.start() : template.length());
        Map<String, String> names = names();
        Set<Action> granted = new HashSet<>();
        for (Matcher statement = STATEMENT.matcher(text); statement.find();) {
            for (Matcher place = PLACE.matcher(statement.group(2)); place.find();) {
                String parameter = place.group(1) == null ? place.group(3) : place.group(1);
                String on = names.get(parameter) + (place.group(2) == null ? "" : "/*");
                for (Matcher action = ACTION.matcher(statement.group(1)); action.find();) {
                    granted.add(new Action(action.group(1), on));
                }
            }
        }
        return granted;
    }

    private Map<String, String> names() {
        AwsEventwise installation = functions.installation();
        return Map.of("NewEventBucketNameParam", installation.buckets().newEvents(), "ArchiveBucketNameParam",
                installation.buckets().archive(), "RejectedBucketNameParam", installation.buckets().rejected(),
                "ObjectTableNameParam", installation.tables().objects(), "AccountsTableNameParam",
                installation.tables().accounts(), "TransactionsQueueArn", installation.queue(), "CreatedQueueArn",
                functions.created());
    }

    @Test
    void what_a_function_asks_its_role_allows() throws IOException {
        Set<EventKey> keys = new LinkedHashSet<>();
        for (Arrival arrival : ArrivalStream.of(SEED, ARRIVALS)) {
            if (arrival instanceof Arrival.Put put) {
                keys.add(take(functions.put(put.key(), put.bytes())).key());
            }
        }
        keys.add(functions.put("incoming_payment_never-routed.event", "{}").key());
        keys.forEach(functions::archive);
        archiver.addAll(asked.take());

        // What goes forward after a recovery to a moment may have left the bucket.
        for (EventKey key : keys) {
            AttemptId id = functions.stores().attempts().versions(key).getFirst();
            functions.stores().queue().send(List.of(new Transaction(id, "group", Forward.replay(null))));
            functions.process();
        }
        processor.addAll(asked.take());

        // A notification that comes when its version is gone looks for a copy.
        assertThat(functions.route(List.of(new AttemptId(keys.iterator().next(), "gone")))).isZero();
        router.addAll(asked.take());

        assertThat(router).extracting(this::named).contains("s3:ListBucketVersions on RejectedBucketNameParam",
                "dynamodb:PutItem on ObjectTableNameParam",
                "sqs:SendMessage on TransactionsQueueArn");
        assertThat(processor).extracting(this::named).contains("dynamodb:DeleteItem on AccountsTableNameParam",
                "dynamodb:ConditionCheckItem on AccountsTableNameParam",
                "s3:ListBucketVersions on RejectedBucketNameParam", "s3:PutObject on ArchiveBucketNameParam/*");
        assertThat(archiver).extracting(this::named).contains("s3:PutObject on ArchiveBucketNameParam/*",
                "sqs:SendMessage on CreatedQueueArn");
        List<String> refused = new ArrayList<>();
        refused(PROCESSING, "RouterRole", router, refused);
        refused(PROCESSING, "ProcessorRole", processor, refused);
        refused(PROCESSING, "ArchiverRole", archiver, refused);
        assertThat(refused).as("what AWS would refuse").isEmpty();
    }

    /// Below which prefix a grant holds is not looked at here.
    @Test
    void what_the_bundler_asks_its_role_allows() throws IOException {
        EventKey refusedKey = EventKey.of("cash_withdrawal_1.event");
        take(functions.put("incoming_payment_2.event",
                "{\"EventTimeStamp\":1,\"TargetAccount\":\"A\",\"Amount\":\"1.00\"}"));
        take(functions.put(refusedKey.text(), "{\"EventTimeStamp\":1,\"SourceAccount\":\"A\",\"Amount\":\"5.00\"}"));
        functions.archive(EventKey.of("incoming_payment_2.event"));
        functions.archive(refusedKey);
        asked.take();

        functions.bundle();
        Set<Action> bundler = asked.take();
        functions.bundle();
        bundler.addAll(asked.take());

        assertThat(bundler).extracting(this::named).contains("s3:DeleteObjectVersion on ArchiveBucketNameParam/*",
                "s3:DeleteObjectVersion on RejectedBucketNameParam/*", "s3:PutObject on ArchiveBucketNameParam/*",
                "s3:ListBucket on ArchiveBucketNameParam", "dynamodb:Query on ObjectTableNameParam");
        List<String> refused = new ArrayList<>();
        refused("3600-bundles.yaml", "BundlerRole", bundler, refused);
        assertThat(refused).as("what AWS would refuse").isEmpty();
    }

    private void refused(String file, String role, Set<Action> wanted, List<String> refused) throws IOException {
        Set<Action> granted = granted(file, role);
        wanted.stream().filter(action -> !granted.contains(action))
                .forEach(action -> refused.add(role + ": " + named(action)));
    }

    /// An action with the template's name for what it is on.
    private String named(Action action) {
        String text = action.toString();
        for (Map.Entry<String, String> name : names().entrySet()) {
            String on = action.on().endsWith("/*") ? action.on().substring(0, action.on().length() - 2) : action.on();
            if (on.equals(name.getValue())) {
                text = text.replace(" " + on, " " + name.getKey());
            }
        }
        return text;
    }
}
