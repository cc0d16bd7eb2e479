package io.tidemark.recovery.receipt;

import io.tidemark.core.ledger.Rules;
import io.tidemark.core.port.Receipts;
import io.tidemark.core.port.StorageException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The receipts of one installation: to be made, listed, read and checked. Safe for use by many threads.
public final class ReceiptBook {
    private static final DateTimeFormatter ID_TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Receipts receipts;

    /// The receipts that are kept there.
    public ReceiptBook(Receipts receipts) {
        this.receipts = receipts;
    }

    /// Makes a receipt and keeps it. Where it cannot be kept, the answer says why, and what was done stays done.
    ///
    /// @param program the program's version
    /// @param key     signs it; null for none
    public Issued issue(Draft draft, String program, @Nullable SigningKey key) {
        String name = ID_TIME.format(draft.startedAt()) + "-" + draft.kind().name().toLowerCase(Locale.ROOT);
        String id = name;
        for (int number = 2;; number++) {
            ReceiptFormat.Sealed sealed = ReceiptFormat.write(tree(id, draft, program), key);
            String signedBy = key == null ? null : SigningKey.idOf(key.open());
            try {
                if (receipts.publish(id, sealed.bytes())) {
                    return new Issued(id, sealed.digest().toString(), signedBy, null);
                }
            } catch (StorageException e) {
                return new Issued(id, sealed.digest().toString(), signedBy, String.valueOf(e.getMessage()));
            }
            id = name + "-" + number;
        }
    }

    private static Map<String, Object> tree(String id, Draft draft, String program) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("format", ReceiptFormat.FORMAT);
        tree.put("version", ReceiptFormat.VERSION);
        tree.put("id", id);
        tree.put("kind", draft.kind().name().toLowerCase(Locale.ROOT));
        tree.put("program", program);
        tree.put("rulesVersion", Rules.VERSION);
        tree.put("startedAt", draft.startedAt());
        tree.putAll(draft.members());
        return tree;
    }

    /// All receipts in order of their ids, each as it is found.
    public List<ReceiptCheck> list() {
        List<ReceiptCheck> checks = new ArrayList<>();
        for (String id : receipts.list()) {
            byte[] bytes = receipts.read(id);
            if (bytes != null) {
                checks.add(ReceiptCheck.of(id, id, bytes));
            }
        }
        return checks;
    }

    /// A receipt as it is found.
    ///
    /// @throws StorageException of kind `MISSING` when there is none of that id
    public ReceiptCheck check(String id) {
        byte[] bytes = receipts.read(id);
        if (bytes == null) {
            throw new StorageException(StorageException.Kind.MISSING, "there is no receipt " + id);
        }
        return ReceiptCheck.of(id, id, bytes);
    }
}
