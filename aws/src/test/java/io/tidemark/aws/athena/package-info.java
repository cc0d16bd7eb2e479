/// Lists and questions on S3, DynamoDB and Athena, against servers in the test's own process.
@NullMarked
package io.tidemark.aws.athena;

import org.jspecify.annotations.NullMarked;
