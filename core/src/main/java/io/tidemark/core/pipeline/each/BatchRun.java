package io.tidemark.core.pipeline.each;

import io.tidemark.core.port.Pauses;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.Transaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Works through what was taken from a [io.tidemark.core.port.TransactionQueue] together, so that groups keep their order whatever
/// fails: behind one that was not done, nothing of its group is done.
public final class BatchRun {
    private final Judge judge;

    /// A run by that judge.
    public BatchRun(Judge judge) {
        this.judge = judge;
    }

    /// One of a batch that was not done and is to be given back.
    ///
    /// @param index its place in the batch, from 0
    /// @param why   one line for people
    public record NotDone(int index, String why) {}

    /// Judges a batch in its order.
    ///
    /// @param batch  what was taken, in the order in which it was
    /// @param pauses what is paused: left alone
    /// @param done   takes what became of each that was done
    /// @return those that were not done, in order
    public List<NotDone> run(List<Transaction> batch, Pauses.State pauses, Consumer<? super Verdict> done) {
        List<NotDone> notDone = new ArrayList<>();
        Set<String> stopped = new HashSet<>();
        for (int i = 0; i < batch.size(); i++) {
            Transaction transaction = batch.get(i);
            String group = transaction.group();
            if (pauses.covers(group)) {
                notDone.add(new NotDone(i, group + " is paused"));
            } else if (stopped.contains(group)) {
                notDone.add(new NotDone(i, "one before it in " + group + " was not done"));
            } else {
                try {
                    done.accept(judge.judge(transaction.attempt()));
                } catch (StorageException e) {
                    stopped.add(group);
                    notDone.add(new NotDone(i, String.valueOf(e.getMessage())));
                }
            }
        }
        return notDone;
    }
}
