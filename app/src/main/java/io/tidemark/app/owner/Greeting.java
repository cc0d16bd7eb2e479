package io.tidemark.app.owner;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an owner says of itself to whoever connects.
///
/// @param protocol the version of what owner and client say to each other
/// @param program  the program's version
/// @param process  the owner's process id
/// @param busy     whether something goes on that makes everybody wait who looks at the ledger
record Greeting(int protocol, String program, long process, boolean busy) {
    /// The version that this program speaks. Commands and their options are part of it, so the program's version counts as well.
    static final int PROTOCOL = 1;
    private static final String MARK = "tidemark-owner";

    String text() {
        return MARK + "\nprotocol=" + protocol + "\nprogram=" + program + "\nprocess=" + process + "\nbusy=" + busy
                + "\n";
    }

    /// What that text says, or null when it is no greeting. What a later version may add to it is passed over.
    static @Nullable Greeting parse(String text) {
        String[] lines = text.split("\n", -1);
        if (!lines[0].equals(MARK)) {
            return null;
        }
        Map<String, String> values = new HashMap<>();
        for (String line : lines) {
            int sign = line.indexOf('=');
            if (sign > 0) {
                values.put(line.substring(0, sign), line.substring(sign + 1));
            }
        }
        try {
            return new Greeting(Integer.parseInt(values.getOrDefault("protocol", "")),
                    values.getOrDefault("program", "unknown"),
                    Long.parseLong(values.getOrDefault("process", "0")),
                    Boolean.parseBoolean(values.get("busy")));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
