package io.tidemark.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the operator's role may do where questions are asked, held to what the command line does there.
class InventoryGrantsTest {
    private static List<Node> statements() {
        return Template.named("recovery.yaml").resource("OperatorRole").property("Policies").each().stream()
                .flatMap(policy -> policy.each("PolicyDocument", "Statement").stream()).toList();
    }

    private static Node statement(String sid) {
        return statements().stream().filter(one -> sid.equals(one.text("Sid"))).findFirst().orElseThrow();
    }

    private static List<String> actions(Node statement) {
        return statement.each("Action").stream().map(Node::text).toList();
    }

    private static Stream<String> resources(Node statement) {
        return statement.each("Resource").stream().map(resource -> resource.text("Fn::Sub"));
    }

    @Test
    void reports_and_the_index_are_written_below_their_own_folders_alone() {
        assertThat(resources(statement("WriteReportsAndIndex"))).hasSize(4).allSatisfy(
                resource -> assertThat(resource)
                        .containsPattern("InventoryBucketNameParam}/.*tidemark-(csv|index)/\\*$"));
        assertThat(actions(statement("ReadInventory"))).doesNotContain("s3:PutObject");
    }

    @Test
    void who_asks_may_list_and_read_bundles_and_their_indexes_as_athena_does_in_their_name() {
        assertThat(actions(statement("ListEvents"))).contains("s3:GetBucketLocation", "s3:ListBucket");
        assertThat(resources(statement("ListEvents"))).anyMatch(all -> all.endsWith(":::${ArchiveBucketNameParam}"));
        assertThat(actions(statement("ReadAndPutEvents"))).contains("s3:GetObject");
        assertThat(resources(statement("ReadAndPutEvents")))
                .anyMatch(all -> all.endsWith(":::${ArchiveBucketNameParam}/*"));
        assertThat(resources(statement("WriteReportsAndIndex"))).as("lists of bundles stand below the index")
                .anyMatch(all -> all.endsWith(":::${NewInventoryBucketNameParam}/tidemark-index/*"));
    }

    @Test
    void tables_are_made_and_partitions_added_and_nothing_is_changed_or_deleted() {
        assertThat(statements().stream().flatMap(statement -> actions(statement).stream())
                .filter(action -> action.startsWith("glue:"))).contains("glue:CreateTable", "glue:BatchCreatePartition")
                .allSatisfy(action -> assertThat(action).matches("glue:(BatchCreate|BatchGet|Create|Get)[A-Za-z]+"));
    }

    @Test
    void statements_are_started_looked_at_read_and_stopped_in_the_one_workgroup() {
        assertThat(actions(statement("Query"))).contains("athena:StartQueryExecution", "athena:GetQueryExecution",
                "athena:GetQueryResults", "athena:StopQueryExecution").allSatisfy(
                        action -> assertThat(action).startsWith("athena:").doesNotContain("*"));
        assertThat(resources(statement("Query"))).singleElement().asString()
                .endsWith(":workgroup/${WorkGroupNameParam}");
    }
}
