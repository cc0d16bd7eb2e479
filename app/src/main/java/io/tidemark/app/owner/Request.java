package io.tidemark.app.owner;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A command as a client was given it.
///
/// @param args        the command line, without the program's name
/// @param directory   the client's working directory, from which its relative paths are meant
/// @param operator    who runs the client
/// @param terminal    whether a person sits at the client's terminal
/// @param environment those of the client's variables whose names begin with [#VARIABLES]
public record Request(List<String> args, String directory, String operator, boolean terminal,
        Map<String, String> environment) {
    /// How the names of variables begin that commands may be told by.
    public static final String VARIABLES = "TIDEMARK_";

    /// The request, with those variables alone that commands may be told by.
    public Request {
        args = List.copyOf(args);
        environment = environment.entrySet().stream().filter(variable -> variable.getKey().startsWith(VARIABLES))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// The request as bytes: each list with its length before it, each text with the length of its UTF-8.
    byte[] encoded() {
        List<String> words = new ArrayList<>(args);
        words.add(directory);
        words.add(operator);
        environment.forEach((name, value) -> {
            words.add(name);
            words.add(value);
        });
        List<byte[]> texts = words.stream().map(word -> word.getBytes(StandardCharsets.UTF_8)).toList();
        int bytes = texts.stream().mapToInt(text -> Integer.BYTES + text.length).sum();
        ByteBuffer buffer = ByteBuffer.allocate(2 * Integer.BYTES + 1 + bytes);
        buffer.putInt(args.size()).putInt(environment.size()).put((byte) (terminal ? 1 : 0));
        texts.forEach(text -> buffer.putInt(text.length).put(text));
        return buffer.array();
    }

    /// The request that those bytes hold.
    ///
    /// @throws IllegalArgumentException when they hold none
    static Request decoded(ByteBuffer bytes) {
        try {
            int count = bytes.getInt();
            int variables = bytes.getInt();
            boolean terminal = bytes.get() == 1;
            List<String> args = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                args.add(text(bytes));
            }
            String directory = text(bytes);
            String operator = text(bytes);
            Map<String, String> environment = new LinkedHashMap<>();
            for (int i = 0; i < variables; i++) {
                environment.put(text(bytes), text(bytes));
            }
            return new Request(args, directory, operator, terminal, environment);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the request breaks off", e);
        }
    }

    private static String text(ByteBuffer bytes) {
        int length = bytes.getInt();
        if (length < 0 || length > bytes.remaining()) {
            throw new IllegalArgumentException("the request breaks off");
        }
        ByteBuffer text = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        return StandardCharsets.UTF_8.decode(text).toString();
    }
}
