/// The functions in real Lambda runtime processes: AWS's runtime interface client in JVMs of their own, which ask a small runtime API for
/// work as they would ask Lambda's.
@NullMarked
package io.tidemark.aws.runtime;

import org.jspecify.annotations.NullMarked;
