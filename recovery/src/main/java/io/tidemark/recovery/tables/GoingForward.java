package io.tidemark.recovery.tables;

import io.tidemark.core.pipeline.each.Archiver;
import io.tidemark.core.pipeline.each.Forward;
import io.tidemark.core.pipeline.each.Router;
import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.BookContents;
import io.tidemark.core.port.BookGenerations.WentBack;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.TableStores;
import io.tidemark.core.port.TransactionQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Ends the pause at a moment that a recovery left: everything that arrived later goes into the queue, in the order of its arrival, and is
/// judged by whoever works the queue off. While that goes on, nothing else is judged, so that nothing overtakes it.
public final class GoingForward {
    private final TableStores stores;
    private final TransactionQueue queue;

    /// Goes forward over those stores.
    public GoingForward(TableStores stores, TransactionQueue queue) {
        this.stores = stores;
        this.queue = queue;
    }

    /// What going forward came to.
    ///
    /// @param pausedAt the moment of the pause, in microseconds since 1970, or null when there was none
    /// @param routed   how many attempts were routed
    public record Gone(@Nullable Long pausedAt, long routed) {}

    /// Routes what is undecided and lifts the pause. When it fails or is killed, the pause stays, and it can be done again.
    ///
    /// @param told is told of each attempt that was routed
    /// @throws io.tidemark.core.port.StorageException when storage fails
    public Gone run(Consumer<? super Router.Routed> told) {
        ControlItem.State control = stores.control().read();
        Long pausedAt = control.pausedAt();
        if (pausedAt == null) {
            return new Gone(null, 0);
        }
        String generation = control.generation();
        AccountBook book = stores.generations().contents(generation).book();
        Forward forward = new Forward(book, new Router(stores.attempts(), book, queue), Forward.replay(generation));
        for (WentBack back : stores.generations().wentBack()) {
            if (back.generation().equals(generation)) {
                // Where the bucket tells the second alone, who came first is known from when it was decided before.
                BookContents before = stores.generations().contents(back.from());
                if (before.hasIndex()) {
                    forward.inOrderOf(before.book().histories());
                }
            }
        }
        Archiver archiver = new Archiver(stores.attempts(), book);
        Consumer<Router.Routed> routing = one -> {
            if (one.waits()) {
                // It may have left the bucket meanwhile. Of what is sent, whoever judges it sees to that.
                archiver.archive(one.attempt().key());
            }
            told.accept(one);
        };
        long routed = forward.route(routing);
        stores.control().update(control, control.withPausedAt(null));
        // What came meanwhile was noted, and not sent.
        return new Gone(pausedAt, routed + forward.route(routing));
    }
}
