/// What goes wrong in a call to AWS, in the words of the ports: no exception of the SDK leaves the store. Apart, because every
/// other room of the store needs it.
@NullMarked
package io.tidemark.aws.failure;

import org.jspecify.annotations.NullMarked;
