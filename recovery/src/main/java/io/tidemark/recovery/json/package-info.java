/// JSON as this module writes and reads it: small documents that people look at and programs take apart, such as manifests, plans
/// and reports. Lines of large files are streamed where they belong; nothing here knows what a document means.
@NullMarked
package io.tidemark.recovery.json;

import org.jspecify.annotations.NullMarked;
