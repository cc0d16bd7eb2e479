/// Seeded generators of small, adversarial streams of arrivals, and the runner of the properties that must hold for each of them.
///
/// A stream has few accounts and few keys, so that everything meets everything: second attempts under accepted, waiting and
/// rejected keys, follow-ups before their originals, amounts at the limits, bodies at every edge of the format, control records
/// in and out of place. All of it is a function of the seed; a failure is a seed and the smallest stream that still fails.
@NullMarked
package io.tidemark.testkit.generate;

import org.jspecify.annotations.NullMarked;
