/// Recovery on AWS from end to end: real clients, servers in this process, proofs in stores of one machine. What is left of an
/// installation differs from test to test: the index, a backup, the buckets alone.
@NullMarked
package io.tidemark.aws.recovery;

import org.jspecify.annotations.NullMarked;
