/// The rules of the house, as tests.
///
/// They stand in the module that sees all others. What the compiled classes show (who depends on whom, who asks for the time,
/// who prints) is checked on them; what only the text shows (documentation, length, names, tests of every module) is checked on
/// the sources, read with the compiler's own parser. A rule that stops someone is mended or argued about here, not worked
/// around.
@NullMarked
package io.tidemark.architecture;

import org.jspecify.annotations.NullMarked;
