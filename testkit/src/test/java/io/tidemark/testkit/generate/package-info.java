/// The generators and the property runner, held to what they promise.
@NullMarked
package io.tidemark.testkit.generate;

import org.jspecify.annotations.NullMarked;
