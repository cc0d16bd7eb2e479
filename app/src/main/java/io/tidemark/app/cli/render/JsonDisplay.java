package io.tidemark.app.cli.render;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/// One indented JSON document, ended by a line feed. Rows are written as they come.
final class JsonDisplay implements Display {
    private static final JsonFactory FACTORY = JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();
    private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");

    private final OutputStream out;

    JsonDisplay(OutputStream out) {
        this.out = out;
    }

    @Override
    public void show(Fields fields) throws IOException {
        document(fields);
    }

    @Override
    public void show(Rows<?> rows) throws IOException {
        document(rows);
    }

    private void document(Value value) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(out, JsonEncoding.UTF8)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter()
                    .withSeparators(Separators.createDefaultInstance()
                            .withObjectFieldValueSpacing(Separators.Spacing.AFTER).withObjectEmptySeparator("")
                            .withArrayEmptySeparator("").withRootSeparator(""))
                    .withObjectIndenter(INDENT).withArrayIndenter(INDENT));
            write(json, value);
            json.writeRaw('\n');
        }
        out.flush();
    }

    private static void write(JsonGenerator json, Value value) throws IOException {
        switch (value) {
            case Value.Text(String text) -> json.writeString(Characters.wellFormed(text));
            case Value.Whole(long number) -> json.writeNumber(number);
            case Value.Truth(boolean truth) -> json.writeBoolean(truth);
            case Value.Nothing _ -> json.writeNull();
            case Value.Items(List<? extends Value> values) -> {
                json.writeStartArray();
                for (Value item : values) {
                    write(json, item);
                }
                json.writeEndArray();
            }
            case Fields fields -> {
                json.writeStartObject();
                for (Map.Entry<String, Value> member : fields.members().entrySet()) {
                    json.writeFieldName(member.getKey());
                    write(json, member.getValue());
                }
                json.writeEndObject();
            }
            case Rows<?> rows -> writeRows(json, rows);
        }
    }

    private static void writeRows(JsonGenerator json, Rows<?> rows) throws IOException {
        List<String> names = rows.names();
        json.writeStartArray();
        for (List<Value> row = rows.next(); row != null; row = rows.next()) {
            json.writeStartObject();
            for (int i = 0; i < names.size(); i++) {
                json.writeFieldName(names.get(i));
                write(json, row.get(i));
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
