/// Taking events in: from bundles, single event files, folders and streams into the event log.
///
/// One thread reads, decompresses and takes lines apart, another puts batches of attempts, in the order of the input and in constant
/// memory, however long the input is. What cannot be taken is a [io.tidemark.app.intake.Refusal] with its file and line; the rest is
/// put all the same. [io.tidemark.app.intake.Inbox] does the same for files that are dropped into a folder.
@NullMarked
package io.tidemark.app.intake;

import org.jspecify.annotations.NullMarked;
