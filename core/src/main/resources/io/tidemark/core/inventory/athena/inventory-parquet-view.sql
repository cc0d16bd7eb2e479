-- All buckets as the selections see them. Each bucket's name is a constant, so that a table that is not asked for is not read.
CREATE OR REPLACE VIEW inventory AS
SELECT ${new} AS bucket,
       key, version_id, is_latest, is_delete_marker, size, last_modified_date, e_tag, storage_class, dt
FROM inventory_new
UNION ALL
SELECT ${archive} AS bucket,
       key, version_id, is_latest, is_delete_marker, size, last_modified_date, e_tag, storage_class, dt
FROM inventory_archive
UNION ALL
SELECT ${rejected} AS bucket,
       key, version_id, is_latest, is_delete_marker, size, last_modified_date, e_tag, storage_class, dt
FROM inventory_rejected
