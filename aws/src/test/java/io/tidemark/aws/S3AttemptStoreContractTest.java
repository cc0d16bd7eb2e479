package io.tidemark.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.AttemptFact.Recorded;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.KeptAttempt;
import io.tidemark.core.port.ListedAttempt;
import io.tidemark.core.port.StoredAttempt;
import io.tidemark.testkit.contract.AttemptStoreContract;
import io.tidemark.testkit.contract.EventwiseInstallation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Holds AWS's side to [AttemptStoreContract].
class S3AttemptStoreContractTest extends AttemptStoreContract {
    @Override
    protected EventwiseInstallation newInstallation(Path directory) {
        return new AwsEventwise();
    }

    /// S3 refuses a put with more than 2 KB of metadata.
    @Test
    void what_does_not_fit_into_the_metadata_of_a_copy_is_left_out_and_the_copy_is_kept() {
        AttemptStore attempts = stores.attempts();
        EventKey key = EventKey.of("cash_deposit_1.event");
        AttemptId id = attempts.put(key, Body.of("a".getBytes(StandardCharsets.UTF_8)), "counter");
        StoredAttempt stored = Objects.requireNonNull(attempts.read(id));
        List<Recorded> retried = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            retried.add(new Recorded(i, i, Sha256.ZERO, OutcomeState.WAITING, null, null, "someone: again", Map.of()));
        }

        attempts.keep(stored, Bucket.ARCHIVE, retried);

        try (Cursor<ListedAttempt> listing = attempts.list(Bucket.ARCHIVE, "")) {
            assertThat(attempts.readKept(Objects.requireNonNull(listing.next())))
                    .isEqualTo(new KeptAttempt(stored, List.of()));
        }
    }
}
