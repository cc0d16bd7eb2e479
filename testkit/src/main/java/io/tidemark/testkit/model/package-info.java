/// The naive model: the rules of the ledger once more, written from the design's text alone and as plainly as possible.
///
/// It takes what arrives and says what must come of it. Nothing here calls the codec, the rules or the pipeline of the core,
/// and nothing is fast: everything is kept in maps, bodies are read by a small recursive parser into lists of members,
/// numbers go through `BigDecimal`, and an earlier moment is reached by starting over. Where the model and the product
/// disagree, one of the two has misread the design.
@NullMarked
package io.tidemark.testkit.model;

import org.jspecify.annotations.NullMarked;
