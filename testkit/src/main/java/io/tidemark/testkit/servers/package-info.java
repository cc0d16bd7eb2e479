/// Servers that speak AWS's protocols in the test's own process: s3proxy, DynamoDB Local and ElasticMQ. Whoever uses them has these among
/// the dependencies of the tests.
@NullMarked
package io.tidemark.testkit.servers;

import org.jspecify.annotations.NullMarked;
