/// What every store is held to: one abstract suite of tests for each port, which says the port's javadoc as tests.
///
/// A store's tests extend each of them and hand in a [io.tidemark.testkit.contract.TestInstallation], which opens the store, crashes
/// it and damages it. Nothing in a contract knows how a store keeps things, and none of its tests may be left out for one store.
/// The contracts are tested themselves: a store that does nothing fails every one of their tests.
@NullMarked
package io.tidemark.testkit.contract;

import org.jspecify.annotations.NullMarked;
