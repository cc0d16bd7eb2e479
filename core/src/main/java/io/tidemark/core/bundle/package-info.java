/// Input bundles: files of lines that each say what to put under which key.
///
/// A line is `{"key": "...", "body": <any JSON>, "source": "..."}`, or has `"raw": "<text>"` in place of the body for bytes
/// that are not JSON, or `"base64"` for any. [io.tidemark.core.bundle.InputReader] cuts a stream into lines with constant memory, and
/// [io.tidemark.core.bundle.InputLineParser] makes of each line an attempt that can be put, or a reason why it cannot.
/// Whether an attempt's bytes are an event is not judged here. [io.tidemark.core.bundle.BundleLines] writes such lines for attempts that
/// have an outcome, and says that too; [io.tidemark.core.bundle.VersionedAttempt] says what it writes of those that have versions.
@NullMarked
package io.tidemark.core.bundle;

import org.jspecify.annotations.NullMarked;
