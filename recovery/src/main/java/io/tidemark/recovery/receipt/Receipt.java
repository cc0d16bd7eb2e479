package io.tidemark.recovery.receipt;

import io.tidemark.core.event.Sha256;
import java.security.PublicKey;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A receipt that was read and is as it was written. Immutable.
public final class Receipt {
    private final String id;
    private final Map<String, Object> members = new LinkedHashMap<>();
    private final Sha256 digest;
    private final @Nullable PublicKey signer;

    Receipt(String id, @Nullable Object tree, Sha256 digest, @Nullable PublicKey signer) {
        this.id = id;
        if (tree instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                if (value != null) {
                    members.put(String.valueOf(name), value);
                }
            });
        }
        this.digest = digest;
        this.signer = signer;
    }

    /// Its id.
    public String id() {
        return id;
    }

    /// All that it says, as maps, lists, text, whole numbers and truth values.
    public Map<String, Object> members() {
        return new LinkedHashMap<>(members);
    }

    /// What stands under a path of names, such as `events`, `digest`; null where there is nothing.
    public @Nullable Object get(String... path) {
        Object at = members;
        for (String name : path) {
            at = at instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return at;
    }

    /// The digest that it bears, which was checked.
    public Sha256 digest() {
        return digest;
    }

    /// The key that it says it is signed with, whose signature holds; null when it is not signed. Whose key that is, it cannot say itself.
    public @Nullable PublicKey signer() {
        return signer;
    }

    /// The id of the key that it is signed with, or null when it is not signed.
    public @Nullable String signedBy() {
        PublicKey key = signer;
        return key == null ? null : SigningKey.idOf(key);
    }
}
