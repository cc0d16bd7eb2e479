/// Tests of the store on AWS, against servers that speak AWS's protocols in the test's own process: s3proxy, DynamoDB Local and
/// ElasticMQ. What all stores must do is in the testkit's contracts, which are passed here.
@NullMarked
package io.tidemark.aws;

import org.jspecify.annotations.NullMarked;
