/// Small JSON documents as trees, for what AWS sends and takes: envelopes, messages, metrics. Lenient where events are strict,
/// because these documents are others' and gain members with time.
@NullMarked
package io.tidemark.aws.json;

import org.jspecify.annotations.NullMarked;
