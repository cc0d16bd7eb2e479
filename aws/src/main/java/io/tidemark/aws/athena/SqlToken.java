package io.tidemark.aws.athena;

import io.tidemark.core.port.Queries.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A piece of a statement in SQL: a name, a name in quotes, a text, a number, or a sign. Comments are none.
///
/// @param text  as it stands there
/// @param start where it begins
/// @param end   where it ends
record SqlToken(String text, int start, int end) {
    private static final Pattern PIECE = Pattern.compile("\\s+|--[^\\r\\n]*+|/\\*.*?\\*/|'[^']*+(?:''[^']*+)*+'"
            + "|\"[^\"]*+(?:\"\"[^\"]*+)*+\"|[A-Za-z0-9_]+|.", Pattern.DOTALL);

    /// The pieces of a statement, in order.
    ///
    /// @throws RefusedException when a text, a name or a comment does not end
    static List<SqlToken> of(String sql) {
        List<SqlToken> tokens = new ArrayList<>();
        Matcher pieces = PIECE.matcher(sql);
        while (pieces.find()) {
            String piece = pieces.group();
            boolean comment = piece.startsWith("--") || piece.startsWith("/*");
            if (piece.equals("'") || piece.equals("\"") || piece.equals("`")) {
                throw new RefusedException("the statement has a " + piece + " that nothing ends", null);
            }
            if (!comment && !piece.isBlank()) {
                tokens.add(new SqlToken(piece, pieces.start(), pieces.end()));
            }
        }
        return tokens;
    }

    /// Whether it is that word of the language, in whatever case, or that sign.
    boolean is(String word) {
        return text.equalsIgnoreCase(word);
    }

    /// Itself in capital letters; a name in quotes stays in its quotes, and is no word.
    String word() {
        return text.toUpperCase(Locale.ROOT);
    }

    /// Whether it may be a name.
    boolean isName() {
        return text.startsWith("\"") || Character.isLetter(text.charAt(0)) || text.charAt(0) == '_';
    }

    /// The name without its quotes, in small letters: Trino's names are the same in every case.
    String name() {
        String bare = text.startsWith("\"") ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : text;
        return bare.toLowerCase(Locale.ROOT);
    }
}
