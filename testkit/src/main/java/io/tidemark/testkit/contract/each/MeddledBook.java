package io.tidemark.testkit.contract.each;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.Arrived;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.BookCommit;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.KeyHistory;
import io.tidemark.core.port.KeyRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A book in which something happens just before, or just after, its next commit: what another process does there, or a failure.
final class MeddledBook implements AccountBook {
    private final AccountBook book;
    private @Nullable Runnable before;
    private @Nullable Runnable after;

    MeddledBook(AccountBook book) {
        this.book = book;
    }

    /// Does that before the next commit.
    MeddledBook before(Runnable meddling) {
        before = meddling;
        return this;
    }

    /// Does that after the next commit.
    MeddledBook after(Runnable meddling) {
        after = meddling;
        return this;
    }

    @Override
    public boolean commit(BookCommit commit) {
        Runnable first = before;
        before = null;
        if (first != null) {
            first.run();
        }
        boolean written = book.commit(commit);
        Runnable then = after;
        after = null;
        if (then != null) {
            then.run();
        }
        return written;
    }

    @Override
    public @Nullable Account account(String number) {
        return book.account(number);
    }

    @Override
    public KeyRecord key(EventKey key) {
        return book.key(key);
    }

    @Override
    public KeyHistory history(EventKey key) {
        return book.history(key);
    }

    @Override
    public Cursor<KeyHistory> histories() {
        return book.histories();
    }

    @Override
    public @Nullable OpenMatter matter(String account, EventKey key) {
        return book.matter(account, key);
    }

    @Override
    public void arrived(Arrived arrived) {
        book.arrived(arrived);
    }

    @Override
    public void kept(AttemptId attempt, Bucket bucket) {
        book.kept(attempt, bucket);
    }

    @Override
    public List<Entry> entries(String account, long fromSequence, long toSequence) {
        return book.entries(account, fromSequence, toSequence);
    }

    @Override
    public Cursor<Account> accounts() {
        return book.accounts();
    }
}
