package io.tidemark.core.inventory;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// What belongs to one report. Immutable.
///
/// @param sourceBucket      the bucket that is listed
/// @param destinationBucket the bucket that the report is in, as `arn:aws:s3:::<name>`
/// @param createdMillis     when the making of the report began, in milliseconds since 1970
/// @param format            the form of its files
/// @param schema            the columns as that form writes them down
/// @param files             the files with its rows
public record InventoryManifest(String sourceBucket, String destinationBucket, long createdMillis,
        InventoryFormat format, String schema, List<DataFile> files) {
    private static final String VERSION = "2016-11-30";
    private static final JsonFactory JSON = new JsonFactory();
    private static final int LARGEST_BYTES = 64 << 20;

    /// A file with rows.
    ///
    /// @param key  its key in the destination bucket
    /// @param size how many bytes it has
    /// @param md5  the MD5 of its bytes in hexadecimal digits
    public record DataFile(String key, long size, String md5) {}

    /// A manifest with a copy of those files.
    public InventoryManifest {
        files = List.copyOf(files);
    }

    /// The schema of a report with those columns, as its form writes it down.
    public static String schemaOf(InventoryFormat format, List<InventoryColumn> columns) {
        StringBuilder schema = new StringBuilder(256);
        switch (format) {
            case CSV -> schema.append(String.join(", ", columns.stream().map(InventoryColumn::label).toList()));
            case PARQUET -> {
                schema.append("message s3.inventory { ");
                for (InventoryColumn column : columns) {
                    boolean required = column == InventoryColumn.BUCKET || column == InventoryColumn.KEY;
                    schema.append(required ? "required " : "optional ").append(switch (column.kind()) {
                        case TEXT -> "binary " + column.column() + " (UTF8)";
                        case WHOLE -> "int64 " + column.column();
                        case TRUTH -> "boolean " + column.column();
                        case TIME -> "int64 " + column.column() + " (TIMESTAMP_MILLIS)";
                    }).append("; ");
                }
                schema.append('}');
            }
            case ORC -> throw new IllegalArgumentException("no report is written as ORC");
        }
        return schema.toString();
    }

    /// The labels of a CSV report's columns in order, those unknown here among them.
    public List<String> labels() {
        return Arrays.stream(schema.split(",", -1)).map(String::strip).toList();
    }

    /// The manifest as it is stored.
    public byte[] toJson() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeStringField("sourceBucket", sourceBucket);
            json.writeStringField("destinationBucket", destinationBucket);
            json.writeStringField("version", VERSION);
            json.writeStringField("creationTimestamp", Long.toString(createdMillis));
            json.writeStringField("fileFormat", format.label());
            json.writeStringField("fileSchema", schema);
            json.writeArrayFieldStart("files");
            for (DataFile file : files) {
                json.writeStartObject();
                json.writeStringField("key", file.key());
                json.writeNumberField("size", file.size());
                json.writeStringField("MD5checksum", file.md5());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// Whether that text is the checksum of a manifest of those bytes.
    public static boolean isChecksum(String text, byte[] manifest) {
        return text.strip().equalsIgnoreCase(md5(manifest));
    }

    /// The MD5 of those bytes in hexadecimal digits.
    public static String md5(byte[] bytes) {
        return HexFormat.of().formatHex(newMd5().digest(bytes));
    }

    /// A new MD5 message digest.
    public static MessageDigest newMd5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has MD5", e);
        }
    }

    /// Reads a manifest. Members that are not known here are passed over.
    ///
    /// @param name names it in messages
    /// @throws StorageException of kind `MISSING` when it is not a manifest, `UNSUPPORTED_FORMAT` when its form is not known
    public static InventoryManifest parse(String name, byte[] bytes) {
        if (bytes.length > LARGEST_BYTES) {
            throw noManifest(name, new IOException("it has " + bytes.length + " bytes"));
        }
        Map<String, String> members = new HashMap<>();
        List<DataFile> files = new ArrayList<>();
        try (JsonParser json = JSON.createParser(bytes)) {
            expect(json.nextToken(), JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String member = json.currentName();
                JsonToken value = json.nextToken();
                if (member.equals("files")) {
                    expect(value, JsonToken.START_ARRAY);
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        Map<String, String> file = scalars(json);
                        files.add(new DataFile(required(file, "key"), Long.parseLong(required(file, "size")),
                                required(file, "MD5checksum")));
                    }
                } else if (value.isScalarValue()) {
                    members.put(member, json.getText());
                } else {
                    json.skipChildren();
                }
            }
            return new InventoryManifest(required(members, "sourceBucket"), required(members, "destinationBucket"),
                    Long.parseLong(required(members, "creationTimestamp")),
                    format(name, required(members, "fileFormat")), required(members, "fileSchema"), files);
        } catch (IOException | NumberFormatException e) {
            throw noManifest(name, e);
        }
    }

    private static Map<String, String> scalars(JsonParser json) throws IOException {
        Map<String, String> members = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String member = json.currentName();
            if (json.nextToken().isScalarValue()) {
                members.put(member, json.getText());
            } else {
                json.skipChildren();
            }
        }
        return members;
    }

    private static void expect(JsonToken found, JsonToken wanted) throws IOException {
        if (found != wanted) {
            throw new IOException("expected " + wanted + ", found " + found);
        }
    }

    private static String required(Map<String, String> members, String name) throws IOException {
        String value = members.get(name);
        if (value == null) {
            throw new IOException("it has no member " + name);
        }
        return value;
    }

    private static InventoryFormat format(String name, String label) {
        for (InventoryFormat format : InventoryFormat.values()) {
            if (format.label().equalsIgnoreCase(label)) {
                return format;
            }
        }
        throw new StorageException(Kind.UNSUPPORTED_FORMAT,
                name + ": reports of the form " + label + " are not known here");
    }

    private static StorageException noManifest(String name, Exception cause) {
        return new StorageException(Kind.MISSING, name + " is not the manifest of an inventory report: "
                + String.valueOf(cause.getMessage()).lines().findFirst().orElse(""), cause);
    }

    /// The checksum's file as it is stored.
    public static byte[] checksum(byte[] manifest) {
        return md5(manifest).getBytes(StandardCharsets.US_ASCII);
    }
}
