package io.tidemark.recovery.receipt;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A receipt that was made, and what became of it. Immutable.
///
/// @param id       its id
/// @param digest   the digest that it bears, in hexadecimal digits
/// @param signedBy the id of the key that it is signed with, or null when it is not signed
/// @param notKept  why it could not be kept, one clause, or null when it is
public record Issued(String id, String digest, @Nullable String signedBy, @Nullable String notKept) {
    /// For people: the id and whether it is signed.
    public String summary() {
        return id + (signedBy == null ? ", not signed" : ", signed with key " + signedBy)
                + (notKept == null ? "" : "; not kept: " + notKept);
    }

    /// The members for a JSON document; what does not apply is absent.
    public Map<String, Object> toTree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", id);
        tree.put("digest", digest);
        tree.put("signed", signedBy != null);
        if (signedBy != null) {
            tree.put("signedBy", signedBy);
        }
        tree.put("kept", notKept == null);
        if (notKept != null) {
            tree.put("notKept", notKept);
        }
        return tree;
    }
}
