package io.tidemark.deploy;

import io.tidemark.deploy.Template.Resource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What every template keeps to, whatever else it says.
final class Rules {
    /// A rule.
    ///
    /// @param name   what it says
    /// @param broken names what in a template breaks it
    record Rule(String name, Function<Template, List<String>> broken) {
        List<String> brokenIn(List<Template> templates) {
            return templates.stream().flatMap(template -> broken.apply(template).stream()).toList();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private Rules() {}

    static List<Rule> all() {
        return Stream.of(storage(), wire(), delivery(), permission()).flatMap(List::stream).toList();
    }

    /// What keeps data.
    private static List<Rule> storage() {
        return List.of(
                new Rule("buckets are encrypted", each("AWS::S3::Bucket", bucket -> bucket
                        .property("BucketEncryption", "ServerSideEncryptionConfiguration").each().stream()
                        .anyMatch(rule -> rule.text("ServerSideEncryptionByDefault", "SSEAlgorithm").equals("aws:kms")
                                && rule.at("ServerSideEncryptionByDefault", "KMSMasterKeyID").given()))),
                new Rule("buckets are closed to the public", each("AWS::S3::Bucket", bucket -> Stream
                        .of("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
                        .allMatch(
                                flag -> bucket.property("PublicAccessBlockConfiguration").text(flag).equals("true")))),
                new Rule("buckets keep versions",
                        each("AWS::S3::Bucket",
                                bucket -> bucket.property("VersioningConfiguration").text("Status").equals("Enabled"))),
                new Rule("tables are encrypted",
                        each("AWS::DynamoDB::Table", table -> table.property("SSESpecification").text("SSEType")
                                .equals("KMS") && table.property("SSESpecification", "KMSMasterKeyId").given())),
                new Rule("tables can be restored to a moment", each("AWS::DynamoDB::Table",
                        table -> table.property("PointInTimeRecoverySpecification").text("PointInTimeRecoveryEnabled")
                                .equals("true"))),
                new Rule("tables are not deleted by a slip",
                        each("AWS::DynamoDB::Table",
                                table -> table.property("DeletionProtectionEnabled").text().equals("true"))),
                new Rule("queues and topics are encrypted", template -> Stream
                        .concat(template.resources("AWS::SQS::Queue").stream(),
                                template.resources("AWS::SNS::Topic").stream())
                        .filter(resource -> !resource.property("KmsMasterKeyId").given()).map(Resource::toString)
                        .toList()),
                new Rule("logs are encrypted and end", each("AWS::Logs::LogGroup",
                        logs -> logs.property("KmsKeyId").given() && logs.property("RetentionInDays").given())),
                new Rule("functions log to groups of their own", each("AWS::Lambda::Function",
                        function -> function.template().resources("AWS::Logs::LogGroup").stream()
                                .anyMatch(logs -> function.property("LoggingConfig").text("LogGroup")
                                        .equals("{Ref=" + logs.id() + "}")))),
                new Rule("the key rotates",
                        each("AWS::KMS::Key", key -> key.property("EnableKeyRotation").text().equals("true"))),
                new Rule("what holds data outlives its stack", template -> template.resources().stream()
                        .filter(resource -> Set
                                .of("AWS::S3::Bucket", "AWS::DynamoDB::Table", "AWS::SQS::Queue", "AWS::KMS::Key")
                                .contains(resource.type()))
                        .filter(resource -> !(resource.body().text("DeletionPolicy").equals("Retain")
                                && resource.body().text("UpdateReplacePolicy").equals("Retain")))
                        .map(Resource::toString).toList()));
    }

    /// What goes over the wire.
    private static List<Rule> wire() {
        return List.of(
                new Rule("buckets speak tls only", each("AWS::S3::Bucket",
                        bucket -> bucket.template().resources("AWS::S3::BucketPolicy").stream()
                                .filter(policy -> policy.property("Bucket").text().equals("{Ref=" + bucket.id() + "}"))
                                .flatMap(policy -> policy.property("PolicyDocument", "Statement").each().stream())
                                .anyMatch(statement -> deniesPlainText(statement)
                                        && statement.text("Action").equals("s3:*")
                                        && statement.each("Resource").size() == 2))),
                new Rule("queues speak tls only",
                        each("AWS::SQS::Queue", queue -> queue.template().resources("AWS::SQS::QueuePolicy").stream()
                                .filter(policy -> policy.property("Queues").each().stream().anyMatch(refersTo(queue)))
                                .flatMap(policy -> policy.property("PolicyDocument", "Statement").each().stream())
                                .anyMatch(statement -> deniesPlainText(statement)
                                        && statement.text("Resource").contains(queue.id())))),
                new Rule("topics speak tls only",
                        each("AWS::SNS::Topic", topic -> topic.template().resources("AWS::SNS::TopicPolicy").stream()
                                .filter(policy -> policy.property("Topics").each().stream().anyMatch(refersTo(topic)))
                                .flatMap(policy -> policy.property("PolicyDocument", "Statement").each().stream())
                                .anyMatch(Rules::deniesPlainText))));
    }

    /// What is delivered to whom, and what becomes of what cannot be.
    private static List<Rule> delivery() {
        return List.of(
                new Rule("queues have dead letters",
                        each("AWS::SQS::Queue", queue -> queue.id().endsWith("DeadLetterQueue")
                                || queue.property("RedrivePolicy").text("deadLetterTargetArn")
                                        .endsWith("DeadLetterQueue.Arn}"))),
                new Rule("deliveries have dead letters",
                        template -> template.resources().stream().filter(resource -> switch (resource.type()) {
                            case "AWS::SNS::Subscription" -> resource.property("Protocol").text().equals("sqs")
                                    && !resource.property("RedrivePolicy", "deadLetterTargetArn").given();
                            case "AWS::Scheduler::Schedule" ->
                                    !resource.property("Target", "DeadLetterConfig", "Arn").given();
                            case "AWS::Lambda::EventInvokeConfig" ->
                                    !resource.property("DestinationConfig", "OnFailure", "Destination").given();// A queue keeps its own dead letters; a stream has none.
                            case "AWS::Lambda::EventSourceMapping" -> resource.property("EventSourceArn").text()
                                    .contains("Stream")
                                    && !resource.property("DestinationConfig", "OnFailure", "Destination").given();
                            default -> false;
                        }).map(Resource::toString).toList()),
                new Rule("event sources report what failed", each("AWS::Lambda::EventSourceMapping", source -> source
                        .property("FunctionResponseTypes").each().stream()
                        .anyMatch(type -> type.text().equals("ReportBatchItemFailures")))),
                new Rule("queues are read ten at a time", each("AWS::Lambda::EventSourceMapping",
                        source -> source.property("EventSourceArn").text().contains("Stream")
                                || source.property("BatchSize").text().equals("10"))));
    }

    /// Who may do what.
    private static List<Rule> permission() {
        return List.of(
                new Rule("statements say why", template -> template.statements().stream()
                        .filter(statement -> template.commentAbove(statement.line()).isEmpty())
                        .map(statement -> at(template, statement)).toList()),
                new Rule("no action is wild", template -> template.statements().stream()
                        .filter(statement -> !statement.text("Effect").equals("Deny") || !saysWide(template, statement))
                        .filter(statement -> statement.text("Action").contains("*")
                                || statement.at("NotAction").given())
                        .map(statement -> at(template, statement)).toList()),
                new Rule("wide resources are reasoned", template -> template.statements().stream()
                        .filter(statement -> statement.text("Resource").contains("*")
                                || statement.at("NotResource").given())
                        .filter(statement -> !saysWide(template, statement)).map(statement -> at(template, statement))
                        .toList()),
                new Rule("nobody is let in unnamed", template -> template.statements().stream()
                        .filter(statement -> !statement.text("Effect").equals("Deny"))
                        .filter(statement -> statement.text("Principal").contains("*")
                                || statement.at("NotPrincipal").given())
                        .map(statement -> at(template, statement)).toList()));
    }

    private static Function<Template, List<String>> each(String type, Predicate<Resource> kept) {
        return template -> template.resources(type).stream().filter(kept.negate()).map(Resource::toString).toList();
    }

    private static Predicate<Node> refersTo(Resource resource) {
        return node -> node.text().equals("{Ref=" + resource.id() + "}");
    }

    private static boolean deniesPlainText(Node statement) {
        return statement.text("Effect").equals("Deny") && statement.text("Principal").equals("*")
                && statement.text("Condition", "Bool", "aws:SecureTransport").equals("false");
    }

    private static boolean saysWide(Template template, Node statement) {
        return template.commentAbove(statement.line()).lines().anyMatch(line -> line.startsWith("Wide: "));
    }

    private static String at(Template template, Node statement) {
        return template.name() + ":" + statement.line();
    }
}
