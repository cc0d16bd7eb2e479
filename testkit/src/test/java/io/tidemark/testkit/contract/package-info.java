/// The contracts held to their own: a store that does nothing fails every one of their tests.
@NullMarked
package io.tidemark.testkit.contract;

import org.jspecify.annotations.NullMarked;
