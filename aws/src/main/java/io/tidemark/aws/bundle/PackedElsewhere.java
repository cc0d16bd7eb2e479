package io.tidemark.aws.bundle;

import io.tidemark.core.port.StorageException;

/// Another run packs the same day at the same time and was quicker. Nothing is lost: the other's bundle stands, this run's was not published,
/// and none of its copies was let go of. It can be run again.
public final class PackedElsewhere extends StorageException {
    private static final long serialVersionUID = 1L;

    PackedElsewhere(String bundle, Throwable cause) {
        super(Kind.FAILED, "another `bundle` is at work and has made bundle " + bundle
                + "; nothing is lost, run it again when that is done", cause);
    }
}
