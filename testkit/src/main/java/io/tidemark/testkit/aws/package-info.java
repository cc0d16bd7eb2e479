/// Fakes of what the servers of the tests do not do, at the level of the protocol: requests and answers have the shapes that AWS
/// documents, so that the real clients speak to them.
@NullMarked
package io.tidemark.testkit.aws;

import org.jspecify.annotations.NullMarked;
