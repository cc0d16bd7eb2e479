package io.tidemark.core.inventory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The columns of an inventory. Which of them a report has is up to its configuration; its manifest says so.
public enum InventoryColumn {
    /// The bucket that is listed.
    BUCKET("Bucket", "bucket", Kind.TEXT),
    /// The object's key; URL-encoded in CSV.
    KEY("Key", "key", Kind.TEXT),
    /// What the bucket calls this version.
    VERSION_ID("VersionId", "version_id", Kind.TEXT),
    /// Whether it is the key's current version.
    IS_LATEST("IsLatest", "is_latest", Kind.TRUTH),
    /// Whether it marks a deletion.
    IS_DELETE_MARKER("IsDeleteMarker", "is_delete_marker", Kind.TRUTH),
    /// How many bytes it has.
    SIZE("Size", "size", Kind.WHOLE),
    /// When it was put.
    LAST_MODIFIED_DATE("LastModifiedDate", "last_modified_date", Kind.TIME),
    /// For objects put in one piece, the MD5 of their bytes in hexadecimal digits.
    E_TAG("ETag", "e_tag", Kind.TEXT),
    /// What kind of storage it is kept in.
    STORAGE_CLASS("StorageClass", "storage_class", Kind.TEXT),
    /// Whether it was put in several pieces.
    IS_MULTIPART_UPLOADED("IsMultipartUploaded", "is_multipart_uploaded", Kind.TRUTH),
    /// How far its replication is.
    REPLICATION_STATUS("ReplicationStatus", "replication_status", Kind.TEXT),
    /// How it is encrypted.
    ENCRYPTION_STATUS("EncryptionStatus", "encryption_status", Kind.TEXT),
    /// Until when it cannot be deleted.
    OBJECT_LOCK_RETAIN_UNTIL_DATE("ObjectLockRetainUntilDate", "object_lock_retain_until_date", Kind.TIME),
    /// How strictly it cannot be deleted.
    OBJECT_LOCK_MODE("ObjectLockMode", "object_lock_mode", Kind.TEXT),
    /// Whether it is held back from deletion without limit.
    OBJECT_LOCK_LEGAL_HOLD_STATUS("ObjectLockLegalHoldStatus", "object_lock_legal_hold_status", Kind.TEXT),
    /// Its tier where the bucket moves objects by itself.
    INTELLIGENT_TIERING_ACCESS_TIER("IntelligentTieringAccessTier", "intelligent_tiering_access_tier", Kind.TEXT),
    /// Whether its encryption uses a key of the bucket's.
    BUCKET_KEY_STATUS("BucketKeyStatus", "bucket_key_status", Kind.TEXT),
    /// Which further checksum it has.
    CHECKSUM_ALGORITHM("ChecksumAlgorithm", "checksum_algorithm", Kind.TEXT),
    /// Who may do what with it.
    OBJECT_ACCESS_CONTROL_LIST("ObjectAccessControlList", "object_access_control_list", Kind.TEXT),
    /// Whose it is.
    OBJECT_OWNER("ObjectOwner", "object_owner", Kind.TEXT),
    /// When a rule of the bucket will delete it.
    LIFECYCLE_EXPIRATION_DATE("LifecycleExpirationDate", "lifecycle_expiration_date", Kind.TIME);

    /// The columns of the reports that are made here, and that are configured where S3 makes them; in their order in CSV.
    public static final List<
            InventoryColumn> LISTED = List.of(BUCKET, KEY, VERSION_ID, IS_LATEST, IS_DELETE_MARKER, SIZE,
                    LAST_MODIFIED_DATE, E_TAG, STORAGE_CLASS, IS_MULTIPART_UPLOADED, ENCRYPTION_STATUS);

    /// What a column holds.
    public enum Kind {
        /// Text.
        TEXT,
        /// A whole number.
        WHOLE,
        /// Yes or no.
        TRUTH,
        /// A moment in UTC, in milliseconds.
        TIME
    }

    private final String label;
    private final String column;
    private final Kind kind;

    InventoryColumn(String label, String column, Kind kind) {
        this.label = label;
        this.column = column;
        this.kind = kind;
    }

    /// Its name in the manifest of a CSV report.
    public String label() {
        return label;
    }

    /// Its name in Parquet and in SQL.
    public String column() {
        return column;
    }

    /// What it holds.
    public Kind kind() {
        return kind;
    }

    /// The column of that label, or null when none is known here.
    public static @Nullable InventoryColumn ofLabel(String label) {
        for (InventoryColumn column : values()) {
            if (column.label.equals(label)) {
                return column;
            }
        }
        return null;
    }
}
