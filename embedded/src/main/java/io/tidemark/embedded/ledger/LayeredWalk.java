package io.tidemark.embedded.ledger;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Walks over several layers as if they were one: what an upper one says about a key hides what lower ones say.
final class LayeredWalk implements StateWalk {
    private final List<? extends StateWalk> layers;
    private final byte[] @Nullable [] keys;
    private final boolean showRemoved;
    private int current;

    /// A walk over layers, the uppermost first.
    ///
    /// @param showRemoved whether to stop at keys that are removed, with a removal as the value
    LayeredWalk(List<? extends StateWalk> layers, boolean showRemoved) {
        this.layers = layers;
        this.showRemoved = showRemoved;
        this.keys = new byte[layers.size()][];
    }

    @Override
    public boolean seek(byte[] key) {
        for (int i = 0; i < keys.length; i++) {
            StateWalk layer = layers.get(i);
            keys[i] = layer.seek(key) ? layer.key() : null;
        }
        return choose();
    }

    @Override
    public boolean seekAtOrBefore(byte[] key) {
        byte[] nearest = null;
        for (StateWalk layer : layers) {
            if (layer.seekAtOrBefore(key)) {
                byte[] found = layer.key();
                if (nearest == null || Arrays.compareUnsigned(found, nearest) > 0) {
                    nearest = found;
                }
            }
        }
        return nearest != null && seek(nearest);
    }

    @Override
    public boolean next() {
        advance(key());
        return choose();
    }

    private void advance(byte[] passed) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != null && Arrays.equals(keys[i], passed)) {
                StateWalk layer = layers.get(i);
                keys[i] = layer.next() ? layer.key() : null;
            }
        }
    }

    private boolean choose() {
        while (true) {
            byte[] least = null;
            for (int i = 0; i < keys.length; i++) {
                byte[] key = keys[i];
                if (key != null && (least == null || Arrays.compareUnsigned(key, least) < 0)) {
                    least = key;
                    current = i;
                }
            }
            if (least == null) {
                return false;
            }
            if (showRemoved || !layers.get(current).isRemoval()) {
                return true;
            }
            advance(least);
        }
    }

    @Override
    public byte[] key() {
        byte[] key = keys[current];
        if (key == null) {
            throw new IllegalStateException("the walk is nowhere");
        }
        return key;
    }

    @Override
    public byte[] value() {
        return layers.get(current).value();
    }

    @Override
    public boolean isRemoval() {
        return layers.get(current).isRemoval();
    }

    @Override
    public void close() {
        layers.forEach(StateWalk::close);
    }
}
