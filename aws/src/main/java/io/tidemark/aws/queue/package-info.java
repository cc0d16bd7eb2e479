/// What waits to be judged, in a FIFO queue of SQS: a group is an account, and what is sent twice within five minutes vanishes.
@NullMarked
package io.tidemark.aws.queue;

import org.jspecify.annotations.NullMarked;
