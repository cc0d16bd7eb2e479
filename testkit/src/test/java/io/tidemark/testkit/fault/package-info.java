/// Faults strike where they are told to, and only there.
@NullMarked
package io.tidemark.testkit.fault;

import org.jspecify.annotations.NullMarked;
