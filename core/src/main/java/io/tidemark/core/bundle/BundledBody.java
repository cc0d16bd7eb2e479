package io.tidemark.core.bundle;

import io.tidemark.core.event.Utf8;
import io.tidemark.core.port.Body;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Where a body stands in the text of a bundle's lines, and how. Immutable.
///
/// @param form   how
/// @param offset where it begins in the text
/// @param length how many bytes of the text it takes
public record BundledBody(Form form, int offset, int length) {
    private static final String HEX = "0123456789abcdef";

    /// How a body is written in a line.
    public enum Form {
        /// As the value of `body`: JSON on one line, byte for byte.
        BODY("body"),
        /// As the string `raw`: text in UTF-8 that is no JSON, or not on one line.
        RAW("raw"),
        /// As the string `base64`: any bytes.
        BASE64("base64");

        private final String member;

        Form(String member) {
            this.member = member;
        }

        /// The member of the line that holds it.
        public String member() {
            return member;
        }

        /// The form that keeps a body's exact bytes and can be read best.
        public static Form of(byte[] array, int offset, int length) {
            int end = offset + length;
            for (int i = offset; i < end; i++) {
                if (array[i] == '\n' || array[i] == '\r') {
                    return isText(array, offset, end) ? RAW : BASE64;
                }
            }
            return JsonSyntax.valueEnd(array, offset, end) == end
                    ? BODY
                    : isText(array, offset, end) ? RAW : BASE64;
        }
    }

    private static boolean isText(byte[] array, int offset, int end) {
        int at = offset;
        while (at < end) {
            at = array[at] >= 0 ? at + 1 : Utf8.sequenceEnd(array, at, end);
            if (at < 0) {
                return false;
            }
        }
        return true;
    }

    /// Writes a body into a text of lines, without what stands around it.
    ///
    /// @param text the text so far; the body is appended
    static BundledBody write(Body body, Form form, ByteArrayOutputStream text) {
        int from = text.size();
        switch (form) {
            case BODY -> text.write(body.array(), body.offset(), body.length());
            case RAW -> escape(body, text);
            case BASE64 -> text.writeBytes(Base64.getEncoder().encode(body.toBytes()));
        }
        return new BundledBody(form, from, text.size() - from);
    }

    private static void escape(Body body, ByteArrayOutputStream text) {
        byte[] array = body.array();
        int from = body.offset();
        for (int i = from; i < from + body.length(); i++) {
            byte b = array[i];
            if (b == '"' || b == '\\') {
                text.write('\\');
                text.write(b);
            } else if (b >= 0 && b < ' ') {
                text.writeBytes(new byte[] {'\\', 'u', '0', '0', (byte) HEX.charAt(b >> 4), (byte) HEX.charAt(b & 15)});
            } else {
                text.write(b);
            }
        }
    }

    /// Reads the body again.
    ///
    /// @param text the text of lines; the body may share it
    /// @throws IllegalArgumentException when it is not there in that form
    public Body read(byte[] text) {
        if (offset < 0 || length < 0 || length > text.length - offset) {
            throw new IllegalArgumentException("the body is beyond the end of the lines");
        }
        return switch (form) {
            case BODY -> new Body(text, offset, length);
            case RAW -> Body.of(unescape(text));
            case BASE64 -> Body.of(Base64.getDecoder()
                    .decode(new String(text, offset, length, StandardCharsets.ISO_8859_1)));
        };
    }

    private byte[] unescape(byte[] text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(length);
        int end = offset + length;
        int at = offset;
        while (at < end) {
            byte b = text[at];
            if (b != '\\') {
                bytes.write(b);
                at++;
            } else if (at + 1 < end && text[at + 1] != 'u') {
                bytes.write(text[at + 1]);
                at += 2;
            } else if (at + 6 <= end) {
                bytes.write(Integer.parseInt(new String(text, at + 2, 4, StandardCharsets.ISO_8859_1), 16));
                at += 6;
            } else {
                throw new IllegalArgumentException("an escape is cut short");
            }
        }
        return bytes.toByteArray();
    }
}
