package io.tidemark.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.deploy.Script.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `deploy.sh`, by what it asks of `aws`.
class DeployScriptTest {
    private static final List<String> STACKS = List.of("lab4-new-events-key", "lab4-new-events-dynamodb",
            "lab4-new-events-queues", "lab4-new-events", "lab4-new-events-inventory", "lab4-new-events-processing",
            "lab4-new-events-snapshots", "lab4-new-events-bundles", "lab4-new-events-watching",
            "lab4-new-events-recovery");

    @TempDir
    Path folder = Path.of("");
    private Script script;

    @BeforeEach
    void putAwsOnThePath() throws IOException {
        script = new Script(folder);
    }

    private static List<String> stacks(Run run) {
        return run.calls("cloudformation", "deploy").stream()
                .map(call -> call.get(call.indexOf("--stack-name") + 1)).toList();
    }

    @Test
    void stacks_are_deployed_in_their_order_each_with_its_template() throws Exception {
        Run run = script.run("deploy.sh");

        assertThat(run.errors()).isEmpty();
        assertThat(run.exit()).isZero();
        assertThat(stacks(run)).isEqualTo(STACKS);
        assertThat(run.every("--template-file")).extracting(file -> Path.of(file).getFileName().toString())
                .isEqualTo(Template.all().stream().map(Template::name).toList());
    }

    @Test
    void every_parameter_without_a_default_is_given_and_no_other_templates() throws Exception {
        Run run = script.run("deploy.sh");

        for (Template template : Template.all()) {
            Set<String> needed = template.parameters().entrySet().stream()
                    .filter(parameter -> !parameter.getValue().at("Default").given()).map(entry -> entry.getKey())
                    .collect(Collectors.toSet());
            assertThat(run.parameters(template.name()).keySet()).as(template.name()).containsAll(needed)
                    .isSubsetOf(template.parameters().keySet());
        }
    }

    @Test
    void the_labs_names_are_what_is_made() throws Exception {
        Run run = script.run("deploy.sh");

        assertThat(run.parameters("2000-s3-buckets.yaml"))
                .containsEntry("NewEventBucketNameParam", "lab4-new-events-qpwoeiryt")
                .containsEntry("NewInventoryBucketNameParam", "lab4-new-events-inventory-qpwoeiryt")
                .containsEntry("ArchiveBucketNameParam", "lab4-archive-events-qpwoeiryt")
                .containsEntry("ArchiveInventoryBucketNameParam", "lab4-archive-events-inventory-qpwoeiryt")
                .containsEntry("RejectedBucketNameParam", "lab4-rejected-events-qpwoeiryt")
                .containsEntry("RejectedInventoryBucketNameParam", "lab4-rejected-events-inventory-qpwoeiryt")
                .containsEntry("KeyStackNameParam", "lab4-new-events-key")
                .containsEntry("QueueStackNameParam", "lab4-new-events-queues");
        assertThat(run.parameters("1000-dynamodb.yaml"))
                .containsEntry("ObjectTableNameParam", "lab4_event_objects_qweriuyt")
                .containsEntry("AccountsTableNameParam", "lab4_bank_accounts_qweriuyt");
    }

    @Test
    void names_that_the_lab_does_not_have_can_be_chosen() throws Exception {
        Run run = script.with("NEW_EVENT_BUCKET_NAME_PARAM", "arrivals").with("SNAPSHOT_BUCKET_NAME_PARAM", "states")
                .with("NAME_PREFIX_PARAM", "two-banks").with("KEY_STACK_NAME", "our-key").run("deploy.sh");

        assertThat(stacks(run)).startsWith("our-key");
        assertThat(run.parameters("2000-s3-buckets.yaml")).containsEntry("RejectedBucketNameParam",
                "arrivals-rejected-events").containsEntry("SnapshotBucketNameParam", "states")
                .containsEntry("KeyStackNameParam", "our-key");
        assertThat(run.parameters("3000-processing.yaml")).containsEntry("NamePrefixParam", "two-banks");
        assertThat(run.parameters("2500-inventory.yaml")).containsEntry("DatabaseNameParam", "two_banks");
        assertThat(run.output()).contains("export NAME_PREFIX_PARAM=two-banks\n")
                .contains("export REJECTED_EVENT_BUCKET_NAME_PARAM=arrivals-rejected-events\n");
    }

    @Test
    void what_holds_data_is_protected_as_soon_as_it_is_there() throws Exception {
        Run run = script.run("deploy.sh");

        List<List<String>> protections = run.calls("cloudformation", "update-termination-protection");
        assertThat(protections).allSatisfy(call -> assertThat(call).contains("--enable-termination-protection"))
                .extracting(List::getLast).isEqualTo(STACKS.subList(0, 4));
        assertThat(run.calls().indexOf(protections.getFirst())).isEqualTo(1);
    }

    @Test
    void the_code_is_uploaded_under_its_digest_before_what_runs_it() throws Exception {
        Run run = script.run("deploy.sh");

        List<String> upload = run.calls("s3", "cp").getFirst();
        assertThat(upload.getLast()).matches("s3://lab4-artifacts-qpwoeiryt/tidemark/[0-9a-f]{64}\\.zip");
        assertThat(run.calls().indexOf(upload)).isLessThan(run.calls()
                .indexOf(run.calls("cloudformation", "deploy").get(STACKS.indexOf("lab4-new-events-processing"))));
        assertThat("s3://lab4-artifacts-qpwoeiryt/" + run.parameters("3000-processing.yaml").get("CodeKeyParam"))
                .isEqualTo(upload.getLast());
        assertThat(run.parameters("3500-snapshots.yaml").get("CodeSha256Param")).matches("[A-Za-z0-9+/]{43}=");
    }

    @Test
    void the_same_again_is_the_same_and_another_setting_is_another_release() throws Exception {
        Run first = script.run("deploy.sh");
        Run again = script.run("deploy.sh");
        Run other = script.run("deploy.sh", "--parameter", "RouterMemoryParam=2048");

        assertThat(again.calls()).isEqualTo(first.calls());
        assertThat(first.calls("cloudformation", "deploy"))
                .allSatisfy(call -> assertThat(call).contains("--no-fail-on-empty-changeset"));
        assertThat(other.parameters("3000-processing.yaml").get("ReleaseParam"))
                .isNotEqualTo(first.parameters("3000-processing.yaml").get("ReleaseParam"));
    }

    @Test
    void a_parameter_goes_to_each_template_that_has_it() throws Exception {
        Run run = script.run("deploy.sh", "--parameter", "InventoryFormatParam=CSV", "--parameter",
                "VersionDeleterRoleArnsParam=arn:aws:iam::1:role/a,arn:aws:iam::1:role/b");

        assertThat(run.parameters("2000-s3-buckets.yaml")).containsEntry("InventoryFormatParam", "CSV")
                .containsEntry("VersionDeleterRoleArnsParam", "arn:aws:iam::1:role/a,arn:aws:iam::1:role/b");
        assertThat(run.parameters("2500-inventory.yaml")).containsKey("KeyStackNameParam")
                .doesNotContainKey("InventoryFormatParam").doesNotContainKey("VersionDeleterRoleArnsParam");
    }

    private static final String BUNDLER = "arn:aws:iam::123456789012:role/tidemark-bundler-function-eu-central-1";

    private static String deleters(Run run) {
        return run.parameters("2000-s3-buckets.yaml").getOrDefault("VersionDeleterRoleArnsParam", "");
    }

    @Test
    void the_bundler_is_turned_on_and_named_before_its_role_is_made() throws Exception {
        Run off = script.run("deploy.sh");
        Run on = script.run("deploy.sh", "--bundler");

        assertThat(off.parameters("3600-bundles.yaml")).doesNotContainKey("BundleScheduleStateParam");
        assertThat(deleters(off)).isEmpty();
        assertThat(on.errors()).isEmpty();
        assertThat(on.parameters("3600-bundles.yaml")).containsEntry("BundleScheduleStateParam", "ENABLED");
        assertThat(on.parameters("4000-watching.yaml")).containsEntry("BundleScheduleStateParam", "ENABLED");
        assertThat(deleters(on)).isEqualTo(BUNDLER);
        assertThat(Template.named("bundles.yaml").resource("BundlerRole").property("RoleName").text())
                .isEqualTo("{Fn::Sub=${NamePrefixParam}-bundler-function-${AWS::Region}}");
    }

    @Test
    void who_was_named_to_delete_versions_stays_named_beside_the_bundler() throws Exception {
        assertThat(deleters(script.run("deploy.sh", "--bundler", "--parameter",
                "VersionDeleterRoleArnsParam=arn:aws:iam::1:role/a"))).isEqualTo("arn:aws:iam::1:role/a," + BUNDLER);
        script.with("DELETERS", "arn:aws:iam::1:role/b");
        assertThat(deleters(script.run("deploy.sh", "--bundler"))).isEqualTo("arn:aws:iam::1:role/b," + BUNDLER);
        script.with("DELETERS", BUNDLER + ",arn:aws:iam::1:role/b");
        assertThat(deleters(script.run("deploy.sh", "--bundler"))).isEqualTo(BUNDLER + ",arn:aws:iam::1:role/b");
        script.with("DELETERS", "none");
        assertThat(deleters(script.run("deploy.sh", "--bundler"))).isEqualTo(BUNDLER);
    }

    @Test
    void nobody_is_forgotten_because_it_could_not_be_asked_who_is_named() throws Exception {
        script.with("FAILS", "describe-stacks").with("DELETERS", "Stack with id lab4-new-events does not exist");
        assertThat(deleters(script.run("deploy.sh", "--bundler"))).isEqualTo(BUNDLER);

        Run refused = script.with("DELETERS", "Rate exceeded").run("deploy.sh", "--bundler");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.errors()).isEqualTo("deploy.sh: cannot tell who may delete versions: Rate exceeded\n");
        assertThat(refused.calls("cloudformation", "deploy")).isEmpty();
    }

    @Test
    void the_bundler_wants_functions_and_a_dry_run_of_it_asks_nothing() throws Exception {
        Run dry = script.run("deploy.sh", "--bundler", "--dry-run");
        assertThat(dry.calls()).isEmpty();
        assertThat(dry.output())
                .contains(
                        "VersionDeleterRoleArnsParam=arn:aws:iam::ACCOUNT:role/tidemark-bundler-function-eu-central-1");

        Run refused = script.run("deploy.sh", "--bundler", "--stores-only");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.errors()).isEqualTo("deploy.sh: --bundler wants functions, --stores-only wants none\n");
        assertThat(refused.calls()).isEmpty();
    }

    @Test
    void a_parameter_that_no_template_has_is_refused_before_anything_is_done() throws Exception {
        Run run = script.run("deploy.sh", "--parameter", "RouterMemory=2048");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.errors()).isEqualTo("deploy.sh: no template has a parameter RouterMemory\n");
        assertThat(run.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AWS_PROFILE", "AWS_REGION", "ARTIFACT_S3_BUCKET_NAME", "S3_BUCKET_STACK_NAME",
            "NEW_EVENT_BUCKET_NAME_PARAM", "ARCHIVE_EVENT_BUCKET_NAME_PARAM", "ARCHIVE_INVENTORY_BUCKET_NAME_PARAM",
            "DYNAMODB_OBJECT_TABLE_NAME_PARAM", "DYNAMODB_ACCOUNTS_TABLE_NAME_PARAM"})
    void a_missing_variable_is_named_before_anything_is_done(String name) throws Exception {
        Run run = script.without(name).run("deploy.sh");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.errors()).startsWith("deploy.sh: not set: " + name + " ").hasLineCount(1);
        assertThat(run.calls()).isEmpty();
    }

    @Test
    void all_missing_variables_are_named_at_once() throws Exception {
        Run run = script.without("AWS_REGION").with("S3_BUCKET_STACK_NAME", "").run("deploy.sh");

        assertThat(run.errors()).contains("not set: AWS_REGION S3_BUCKET_STACK_NAME ");
    }

    @Test
    void functions_that_were_not_built_are_missed_before_anything_is_done() throws Exception {
        Run run = script.with("FUNCTION_PACKAGE", "no/such.zip").run("deploy.sh");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.errors()).contains("there is no no/such.zip").contains("--stores-only");
        assertThat(run.calls()).isEmpty();
    }

    @Test
    void stores_alone_need_no_functions() throws Exception {
        Run run = script.with("FUNCTION_PACKAGE", "no/such.zip").run("deploy.sh", "--stores-only");

        assertThat(run.exit()).isZero();
        assertThat(stacks(run)).containsExactly("lab4-new-events-key", "lab4-new-events-dynamodb",
                "lab4-new-events-queues", "lab4-new-events", "lab4-new-events-inventory", "lab4-new-events-recovery");
        assertThat(run.calls("s3", "cp")).isEmpty();
    }

    @Test
    void a_dry_run_prints_what_a_real_one_does_and_does_nothing() throws Exception {
        Run real = script.run("deploy.sh");
        Run dry = script.run("deploy.sh", "--dry-run");

        assertThat(dry.exit()).isZero();
        assertThat(dry.calls()).isEmpty();
        assertThat(dry.output().lines().filter(line -> line.startsWith("aws ")).map(String::strip))
                .isEqualTo(real.calls().stream().map(call -> "aws " + String.join(" ", call)).toList());
    }

    @Test
    void a_stack_that_fails_stops_those_behind_it() throws Exception {
        Run run = script.with("FAILS", "lab4-new-events-queues").run("deploy.sh");

        assertThat(run.exit()).isNotZero();
        assertThat(stacks(run)).isEqualTo(STACKS.subList(0, 3));
    }

    @Test
    void an_unknown_option_is_refused() throws Exception {
        Run run = script.run("deploy.sh", "--force");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.errors()).startsWith("deploy.sh: unknown option --force\nusage: deploy.sh ");
    }
}
