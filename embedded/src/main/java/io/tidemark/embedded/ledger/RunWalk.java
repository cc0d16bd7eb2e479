package io.tidemark.embedded.ledger;

import java.util.Arrays;

/// Walks over the changes of a run, removals included.
final class RunWalk implements StateWalk {
    private final StateRun run;
    private int index;

    RunWalk(StateRun run) {
        this.run = run;
    }

    @Override
    public boolean seek(byte[] key) {
        index = run.countBefore(key);
        return index < run.count();
    }

    @Override
    public boolean seekAtOrBefore(byte[] key) {
        index = run.countBefore(key);
        if (index == run.count() || !Arrays.equals(run.key(index), key)) {
            index--;
        }
        return index >= 0;
    }

    @Override
    public boolean next() {
        index++;
        return index < run.count();
    }

    @Override
    public byte[] key() {
        return run.key(index);
    }

    @Override
    public byte[] value() {
        return run.value(index);
    }

    @Override
    public boolean isRemoval() {
        return run.isRemoval(index);
    }

    @Override
    public void close() {
        // Holds nothing but memory.
    }
}
