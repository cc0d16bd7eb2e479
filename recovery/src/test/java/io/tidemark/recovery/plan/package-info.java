/// Tests of plans: what they choose to start from in every situation a ledger can be found in, and what they refuse to plan.
@NullMarked
package io.tidemark.recovery.plan;

import org.jspecify.annotations.NullMarked;
