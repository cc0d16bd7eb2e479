-- The inventory as the selections see it. The partition's source stands for the bucket, so that other buckets are not read.
CREATE OR REPLACE VIEW inventory AS
SELECT source AS bucket, key, version_id, is_latest, is_delete_marker, size, last_modified_date, e_tag, storage_class, dt
FROM inventory_parquet
