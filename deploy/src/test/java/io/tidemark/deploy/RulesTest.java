package io.tidemark.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.deploy.Rules.Rule;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The templates keep the [Rules]; and a template that breaks them all shows that each can fail.
class RulesTest {
    private static final String CARELESS = """
            Resources:
              Bucket:
                Type: AWS::S3::Bucket
                DeletionPolicy: Retain
                Properties:
                  VersioningConfiguration:
                    Status: Suspended
                  BucketEncryption:
                    ServerSideEncryptionConfiguration:
                      - ServerSideEncryptionByDefault:
                          SSEAlgorithm: AES256
                  PublicAccessBlockConfiguration:
                    BlockPublicAcls: true
                    BlockPublicPolicy: true
                    IgnorePublicAcls: true
              BucketPolicy:
                Type: AWS::S3::BucketPolicy
                Properties:
                  Bucket: !Ref Bucket
                  PolicyDocument:
                    Statement:
                      - Effect: Allow
                        Principal: "*"
                        Action: s3:Get*
                        Resource: !Sub ${Bucket.Arn}/*
                        Condition:
                          Bool:
                            aws:SecureTransport: "true"
              Table:
                Type: AWS::DynamoDB::Table
                Properties:
                  DeletionProtectionEnabled: false
                  SSESpecification:
                    SSEEnabled: true
              Queue:
                Type: AWS::SQS::Queue
              Topic:
                Type: AWS::SNS::Topic
              Subscription:
                Type: AWS::SNS::Subscription
                Properties:
                  Protocol: sqs
              Key:
                Type: AWS::KMS::Key
              Logs:
                Type: AWS::Logs::LogGroup
                Properties:
                  RetentionInDays: 30
              Function:
                Type: AWS::Lambda::Function
                Properties:
                  LoggingConfig:
                    LogGroup: elsewhere
              Source:
                Type: AWS::Lambda::EventSourceMapping
                Properties:
                  EventSourceArn: !GetAtt Queue.Arn
                  BatchSize: 100
            """;

    static List<Rule> rules() {
        return Rules.all();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void every_template_keeps_the_rule(Rule rule) {
        assertThat(rule.brokenIn(Template.all())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void a_careless_template_breaks_it(Rule rule) {
        assertThat(rule.brokenIn(List.of(Template.parse("careless", CARELESS)))).isNotEmpty();
    }
}
