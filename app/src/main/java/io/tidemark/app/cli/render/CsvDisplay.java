package io.tidemark.app.cli.render;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Comma-separated values with LF line ends; a value with a comma, quote or line end stands in quotes.
final class CsvDisplay implements Display {
    private final Writer out;

    CsvDisplay(OutputStream out) {
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    @Override
    public void show(Fields fields) throws IOException {
        line(List.of("member", "value"));
        members("", fields);
        out.flush();
    }

    private void members(String path, Value value) throws IOException {
        switch (value) {
            case Fields fields -> {
                for (Map.Entry<String, Value> member : fields.members().entrySet()) {
                    members(path.isEmpty() ? member.getKey() : path + "." + member.getKey(), member.getValue());
                }
            }
            case Value.Items(List<? extends Value> values) -> {
                for (int i = 0; i < values.size(); i++) {
                    members(path + "." + i, values.get(i));
                }
            }
            case Rows<?> rows -> {
                List<String> names = rows.names();
                int i = 0;
                for (List<Value> row = rows.next(); row != null; row = rows.next(), i++) {
                    for (int column = 0; column < names.size(); column++) {
                        members(path + "." + i + "." + names.get(column), row.get(column));
                    }
                }
            }
            case Value.Text _,Value.Whole _,Value.Truth _,Value.Nothing _ -> line(List.of(path, text(value)));
        }
    }

    @Override
    public void show(Rows<?> rows) throws IOException {
        line(rows.names());
        for (List<Value> row = rows.next(); row != null; row = rows.next()) {
            line(row.stream().map(CsvDisplay::text).toList());
        }
        out.flush();
    }

    private static String text(Value value) {
        return switch (value) {
            case Value.Text(String text) -> Characters.wellFormed(text);
            case Value.Nothing _ -> "";
            case Value.Whole _,Value.Truth _,Value.Items _,Fields _,Rows<?> _ -> Inline.of(value);
        };
    }

    private void line(List<String> cells) throws IOException {
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            cell(cells.get(i));
        }
        out.write('\n');
    }

    private void cell(String text) throws IOException {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        if (plain) {
            out.write(text);
        } else {
            out.write('"');
            out.write(text.replace("\"", "\"\""));
            out.write('"');
        }
    }
}
