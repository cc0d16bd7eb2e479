package io.tidemark.embedded.ledger;

import io.tidemark.embedded.rocks.Walk;

/// Walks over the state table.
final class TableWalk implements StateWalk {
    private final Walk walk;

    TableWalk(Walk walk) {
        this.walk = walk;
    }

    @Override
    public boolean seek(byte[] key) {
        return walk.seek(key);
    }

    @Override
    public boolean seekAtOrBefore(byte[] key) {
        return walk.seekAtOrBefore(key);
    }

    @Override
    public boolean next() {
        return walk.next();
    }

    @Override
    public byte[] key() {
        return walk.key();
    }

    @Override
    public byte[] value() {
        return walk.value();
    }

    @Override
    public boolean isRemoval() {
        return false;
    }

    @Override
    public void close() {
        walk.close();
    }
}
