/// Tests of the functions' work in this process: handed what Lambda would hand them, against servers that speak AWS's protocols.
/// The contracts hold the stores; here it is their way together.
@NullMarked
package io.tidemark.aws.function;

import org.jspecify.annotations.NullMarked;
