/// End-to-end runs: how many events a second a whole Tidemark takes in, processes, recovers and verifies, and how long one client
/// waits for one outcome.
///
/// [io.tidemark.bench.run.EndToEnd] writes a generated stream once, then runs phase after phase, each in a JVM of its own with the
/// heap that users are promised is enough, so that no phase profits from another's warm code or suffers from its garbage. Each
/// phase uses the Java API as an embedding program would, and reports what it took from opening the home to having closed it.
///
/// [io.tidemark.bench.run.Tiers] measures recovery over bundles and cold storage, and live events meanwhile.
@NullMarked
package io.tidemark.bench.run;

import org.jspecify.annotations.NullMarked;
