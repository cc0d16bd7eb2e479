package io.tidemark.app.cli.render;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Aligned text. Members stand one a line with their names aligned, nested ones indented below; lists stand in columns. A list is
/// measured by its first rows, so that one of any length can be shown as it comes.
final class TableDisplay implements Display {
    private static final int MEASURED_ROWS = 1000;
    private static final String INDENT = "  ";
    private static final String GAP = "  ";

    private final Writer out;

    TableDisplay(OutputStream out) {
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    @Override
    public void show(Fields fields) throws IOException {
        members("", fields);
        out.flush();
    }

    @Override
    public void show(Rows<?> rows) throws IOException {
        table("", rows);
        out.flush();
    }

    private void members(String indent, Fields fields) throws IOException {
        int width = fields.members().entrySet().stream().filter(member -> isPlain(member.getValue()))
                .mapToInt(member -> words(member.getKey()).length()).max().orElse(0);
        for (Map.Entry<String, Value> member : fields.members().entrySet()) {
            String name = words(member.getKey());
            switch (member.getValue()) {
                case Fields nested -> {
                    line(indent + name);
                    members(indent + INDENT, nested);
                }
                case Rows<?> rows -> {
                    line(indent + name);
                    table(indent + INDENT, rows);
                }
                case Value.Items(List<? extends Value> values) when !values.isEmpty() -> {
                    line(indent + name);
                    items(indent + INDENT, values);
                }
                case Value.Items _ -> line(indent + pad(name, width) + GAP + "none");
                case Value.Text _,Value.Whole _,Value.Truth _,Value.Nothing _ -> line(
                        indent + pad(name, width) + GAP + Inline.of(member.getValue()));
            }
        }
    }

    private static boolean isPlain(Value value) {
        return switch (value) {
            case Fields _,Rows<?> _ -> false;
            case Value.Items(List<? extends Value> values) -> values.isEmpty();
            case Value.Text _,Value.Whole _,Value.Truth _,Value.Nothing _ -> true;
        };
    }

    /// A list of members of the same names stands in columns, any other one element a line.
    private void items(String indent, List<? extends Value> values) throws IOException {
        List<Fields> all = values.stream().filter(Fields.class::isInstance).map(Fields.class::cast).toList();
        if (all.size() < values.size()) {
            for (Value value : values) {
                line(indent + Inline.of(value));
            }
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        all.forEach(fields -> names.addAll(fields.members().keySet()));
        Rows<Fields> rows = Rows.of(all);
        names.forEach(name -> rows.column(name, fields -> fields.members().getOrDefault(name, Value.NOTHING)));
        table(indent, rows);
    }

    private void table(String indent, Rows<?> rows) throws IOException {
        List<String> names = rows.names().stream().map(TableDisplay::words).toList();
        List<List<String>> measured = new ArrayList<>();
        boolean[] numeric = new boolean[names.size()];
        Arrays.fill(numeric, true);
        List<Value> row = rows.next();
        for (; row != null && measured.size() < MEASURED_ROWS; row = rows.next()) {
            measured.add(cells(row));
            for (int i = 0; i < numeric.length; i++) {
                numeric[i] &= isNumber(row.get(i));
            }
        }
        if (measured.isEmpty()) {
            line(indent + "none");
            return;
        }
        int[] widths = new int[names.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = Math.max(names.get(i).length(),
                    measured.stream().mapToInt(cells -> cells.get(column).length()).max().orElse(0));
        }
        line(indent + aligned(names, widths, numeric));
        for (List<String> cells : measured) {
            line(indent + aligned(cells, widths, numeric));
        }
        for (; row != null; row = rows.next()) {
            line(indent + aligned(cells(row), widths, numeric));
        }
    }

    private static List<String> cells(List<Value> row) {
        return row.stream().map(Inline::of).toList();
    }

    private static boolean isNumber(Value value) {
        return switch (value) {
            case Value.Whole _,Value.Nothing _ -> true;
            case Value.Text(String text) -> text.matches("-?[0-9]+\\.[0-9]{2}");
            case Value.Truth _,Value.Items _,Fields _,Rows<?> _ -> false;
        };
    }

    private static String aligned(List<String> cells, int[] widths, boolean[] numeric) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            String padding = " ".repeat(Math.max(0, widths[i] - cell.length()));
            line.append(i == 0 ? "" : GAP).append(numeric[i] ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /// A member's name as words: `restorableRange` reads `restorable range`; a name in capitals stays as it is.
    private static String words(String name) {
        StringBuilder words = new StringBuilder(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean begins = Character.isUpperCase(c) && i > 0 && Character.isLowerCase(name.charAt(i - 1));
            words.append(begins ? " " + Character.toLowerCase(c) : c);
        }
        return words.toString();
    }

    private void line(String text) throws IOException {
        out.write(text);
        out.write('\n');
    }
}
