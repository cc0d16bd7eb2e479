/// What recoveries and verifications leave behind: a document that says what was looked at, what it came to and what of it was proven, with
/// its own digest and, where a key is at hand, a signature. Knows nothing of how anything is recovered or verified: whoever did it says what
/// there is to say.
@NullMarked
package io.tidemark.recovery.receipt;

import org.jspecify.annotations.NullMarked;
