package io.tidemark.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.deploy.Script.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `teardown.sh`, by what it asks of `aws`.
class TeardownScriptTest {
    private static final List<String> REMADE = List.of("lab4-new-events-recovery", "lab4-new-events-watching",
            "lab4-new-events-bundles", "lab4-new-events-snapshots", "lab4-new-events-processing",
            "lab4-new-events-inventory");

    @TempDir
    Path folder = Path.of("");
    private Script script;

    @BeforeEach
    void putAwsOnThePath() throws IOException {
        script = new Script(folder);
    }

    private static List<String> deletedStacks(Run run) {
        return run.calls("cloudformation", "delete-stack").stream().map(List::getLast).toList();
    }

    @Test
    void what_holds_data_is_left_alone() throws Exception {
        Run run = script.run("teardown.sh");

        assertThat(run.exit()).isZero();
        assertThat(deletedStacks(run)).isEqualTo(REMADE);
        assertThat(run.calls()).allSatisfy(call -> assertThat(call.getFirst()).isEqualTo("cloudformation"));
        assertThat(run.calls("cloudformation", "update-termination-protection")).isEmpty();
        assertThat(run.output()).contains("Kept: the stacks lab4-new-events, ");
    }

    @Test
    void one_word_is_not_enough_to_delete_data() throws Exception {
        for (String[] arguments : new String[][] {{"--delete-data"}, {"--delete-data", "--confirm"},
                {"--delete-data", "--confirm", "yes"}, {"--confirm", "lab4-new-events-qpwoeiryt"}}) {
            Run run = script.run("teardown.sh", arguments);

            assertThat(run.exit()).isEqualTo(2);
            assertThat(run.errors()).contains("--confirm");
            assertThat(run.calls()).isEmpty();
        }
    }

    @Test
    void told_twice_it_deletes_every_version_every_table_and_every_queue_but_not_the_key() throws Exception {
        Run run = script.run("teardown.sh", "--delete-data", "--confirm", "lab4-new-events-qpwoeiryt");

        assertThat(run.errors()).isEmpty();
        assertThat(run.exit()).isZero();
        assertThat(deletedStacks(run)).startsWith(REMADE.toArray(String[]::new))
                .endsWith("lab4-new-events", "lab4-new-events-queues", "lab4-new-events-dynamodb")
                .doesNotContain("lab4-new-events-key");
        assertThat(run.calls("s3api", "delete-bucket")).extracting(List::getLast)
                .containsExactlyInAnyOrderElementsOf(bucketsOf(script.run("deploy.sh")));
        assertThat(script.deleted()).contains("{\"Key\": \"a.event\", \"VersionId\": \"1\"}").hasLineCount(8);
        assertThat(run.calls("dynamodb", "delete-table")).hasSize(2);
        assertThat(run.calls().stream().map(call -> call.getFirst()).collect(Collectors.toSet()))
                .doesNotContain("kms");
    }

    private static List<String> bucketsOf(Run deployed) {
        return deployed.parameters("2000-s3-buckets.yaml").entrySet().stream()
                .filter(parameter -> parameter.getKey().endsWith("BucketNameParam"))
                .map(parameter -> parameter.getValue())
                .toList();
    }

    @Test
    void every_queue_of_the_template_is_deleted() throws Exception {
        Run run = script.run("teardown.sh", "--delete-data", "--confirm", "lab4-new-events-qpwoeiryt");

        assertThat(run.calls("sqs", "delete-queue")).extracting(List::getLast)
                .containsExactlyInAnyOrderElementsOf(Template.named("queues.yaml").resources("AWS::SQS::Queue").stream()
                        .map(queue -> queue.property("QueueName").text()
                                .replace("{Fn::Sub=${NamePrefixParam}", "url-of-tidemark").replace("}", ""))
                        .toList());
    }

    @Test
    void a_table_is_unprotected_just_before_it_is_deleted() throws Exception {
        Run run = script.run("teardown.sh", "--delete-data", "--confirm", "lab4-new-events-qpwoeiryt");

        assertThat(run.calls().stream().filter(call -> call.getFirst().equals("dynamodb")).map(call -> call.get(1)))
                .containsExactly("describe-table", "update-table", "wait", "delete-table", "describe-table",
                        "update-table", "wait", "delete-table");
    }

    @Test
    void what_is_gone_already_is_passed_over() throws Exception {
        Run run = script.with("FAILS", "lab4-archive-events-qpwoeiryt").run("teardown.sh", "--delete-data", "--confirm",
                "lab4-new-events-qpwoeiryt");

        assertThat(run.exit()).isZero();
        assertThat(run.calls("s3api", "delete-bucket")).hasSize(7);
    }

    @Test
    void a_dry_run_does_nothing() throws Exception {
        Run run = script.run("teardown.sh", "--dry-run", "--delete-data", "--confirm", "lab4-new-events-qpwoeiryt");

        assertThat(run.exit()).isZero();
        assertThat(run.calls()).isEmpty();
        assertThat(run.output()).contains("aws s3api delete-bucket --bucket lab4-new-events-qpwoeiryt")
                .contains("aws dynamodb delete-table --table-name lab4_event_objects_qweriuyt");
    }
}
