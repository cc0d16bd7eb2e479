/// The Lambda functions: wiring, and the translation between what Lambda hands over and the use cases. Everything that decides
/// something stands in the core; what is here is thin. Clients are made once, before the first call, so that a snapshot of
/// the started function has them.
@NullMarked
package io.tidemark.aws.function;

import org.jspecify.annotations.NullMarked;
