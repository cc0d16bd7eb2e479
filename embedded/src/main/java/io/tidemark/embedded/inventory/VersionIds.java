package io.tidemark.embedded.inventory;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What this machine's buckets call the versions of a key: `p<position>-v<number>`, so that a list of them tells the place in
/// arrival order as well.
public final class VersionIds {
    private static final Pattern FORM = Pattern.compile("p([1-9][0-9]{0,17})-v[1-9][0-9]{0,9}");

    private VersionIds() {}

    /// The version's name.
    ///
    /// @param position the attempt's place in arrival order
    /// @param version  its number among the attempts of its key
    public static String of(long position, int version) {
        return "p" + position + "-v" + version;
    }

    /// The position that a version's name tells, or null when it is another bucket's.
    public static @Nullable Long positionOf(String versionId) {
        Matcher matcher = FORM.matcher(versionId);
        return matcher.matches() ? Long.valueOf(matcher.group(1)) : null;
    }
}
