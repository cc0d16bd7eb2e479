/// The store on AWS: S3 for attempts and snapshots, DynamoDB for accounts and index, SQS for what waits to be processed, and the
/// Lambda functions over the same use cases as everywhere. The SDK's types stay in here.
@NullMarked
package io.tidemark.aws;

import org.jspecify.annotations.NullMarked;
