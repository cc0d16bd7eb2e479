/**
 * What becomes of a home when the program, the machine or the disk gives out.
 *
 * <p>The tests kill real processes, lose what was written but not synced, fill disks and take away the right to write. Each
 * holds what is left to the same promise: the events on disk are a prefix of what was put, never shorter than what was
 * acknowledged; nothing takes effect twice; the next run goes on and ends where a run without trouble ends. Moments are drawn
 * from seeds, which a failure names.
 */
@NullMarked
package io.tidemark.crash;

import org.jspecify.annotations.NullMarked;
