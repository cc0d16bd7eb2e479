package io.tidemark.core.port;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.OpenMatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an [AccountBook] writes at once, with everything that it was decided on. Immutable.
///
/// @param judgements the attempt's own, then those of the follow-ups that it released; each key once
/// @param accounts   the accounts that change, as they are afterwards
/// @param seen       every account that was looked at, by number, as it was read; with sequence 0 where there was none
/// @param opened     open matters that are new or have another amount left, as they are afterwards
/// @param settled    open matters that are no more
/// @param seenKeys   the records of other keys that were looked at; they must still be as they were read
/// @param awaited    the original that the one judgement of a wait waits for, as it was read; the follow-up is added to those that
///                   wait for it. Null when nothing is waited for
public record BookCommit(List<Judgement> judgements, List<Account> accounts, Map<String, Account> seen,
        List<OpenMatter> opened, List<OpenMatter> settled, Map<EventKey, KeyRecord> seenKeys,
        @Nullable KeyRecord awaited) {}
