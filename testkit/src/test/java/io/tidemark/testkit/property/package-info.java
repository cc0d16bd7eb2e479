/// The properties of the rules, held on the naive model and on the real fold, and the two held against each other.
@NullMarked
package io.tidemark.testkit.property;

import org.jspecify.annotations.NullMarked;
