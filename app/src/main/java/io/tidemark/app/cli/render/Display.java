package io.tidemark.app.cli.render;

import java.io.IOException;
import java.io.OutputStream;

/// Shows answers on a stream, in one of the forms. A program that reads JSON or CSV gets one document a command, so one call of
/// [#show] is made a command. Not thread-safe.
public interface Display {
    /// Shows named members: an object in JSON, lines `member,value` in CSV with the path of nested members joined by points.
    ///
    /// @throws IOException when the stream fails
    void show(Fields fields) throws IOException;

    /// Shows a list: an array of objects in JSON, one line a row in CSV.
    ///
    /// @throws IOException when the stream fails
    void show(Rows<?> rows) throws IOException;

    /// A display in that form.
    ///
    /// @param out where to; stays open
    static Display of(OutputFormat format, OutputStream out) {
        return switch (format) {
            case TABLE -> new TableDisplay(out);
            case JSON -> new JsonDisplay(out);
            case CSV -> new CsvDisplay(out);
        };
    }
}
