package io.tidemark.app.cli.render;

/// The forms in which answers can be shown.
public enum OutputFormat {
    /// Aligned columns and lines, for people. May change from version to version.
    TABLE,
    /// One JSON document, indented, in UTF-8.
    JSON,
    /// Comma-separated values (RFC 4180) with a header line and LF line ends, in UTF-8.
    CSV
}
