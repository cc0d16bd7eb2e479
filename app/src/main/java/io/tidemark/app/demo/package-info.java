/// A walk through a disaster, from the first event to the proof that nothing was lost.
///
/// [io.tidemark.app.demo.Demo] does what the project was made for, in seven steps, on a home of its own: events are created and
/// processed, snapshots are taken, business goes on, the ledger is lost and restored to a moment, what is missing is selected and
/// replayed, and the result is compared with what was. It uses the Java API as any program would, tells its story to a
/// [io.tidemark.app.demo.Narrator], and holds every claim that it makes to what it finds.
@NullMarked
package io.tidemark.app.demo;

import org.jspecify.annotations.NullMarked;
