/// Tests of what goes wrong: what callers of the ports are told when buckets, tables or queues are not there, or answer with
/// failures of their own.
@NullMarked
package io.tidemark.aws.failure;

import org.jspecify.annotations.NullMarked;
