/// Looks at an installation as a whole and says what is wrong with it: each finding with its evidence, the section of `docs/recovery.md`
/// that is about it, and the command that comes next. Changes nothing, and goes on where a part cannot be looked at.
@NullMarked
package io.tidemark.app.doctor;

import org.jspecify.annotations.NullMarked;
