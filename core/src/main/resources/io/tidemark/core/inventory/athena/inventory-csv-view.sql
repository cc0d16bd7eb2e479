-- All buckets as the selections see them, from CSV: keys decoded, text made into values.
CREATE OR REPLACE VIEW inventory AS
SELECT ${new} AS bucket,
       url_decode(replace(key, '+', '%20')) AS key,
       NULLIF(version_id, '') AS version_id,
       is_latest,
       is_delete_marker,
       CAST(NULLIF(size, '') AS BIGINT) AS size,
       CAST(from_iso8601_timestamp(NULLIF(last_modified_date, '')) AS TIMESTAMP) AS last_modified_date,
       NULLIF(e_tag, '') AS e_tag,
       NULLIF(storage_class, '') AS storage_class,
       dt
FROM inventory_new
UNION ALL
SELECT ${archive} AS bucket,
       url_decode(replace(key, '+', '%20')) AS key,
       NULLIF(version_id, '') AS version_id,
       is_latest,
       is_delete_marker,
       CAST(NULLIF(size, '') AS BIGINT) AS size,
       CAST(from_iso8601_timestamp(NULLIF(last_modified_date, '')) AS TIMESTAMP) AS last_modified_date,
       NULLIF(e_tag, '') AS e_tag,
       NULLIF(storage_class, '') AS storage_class,
       dt
FROM inventory_archive
UNION ALL
SELECT ${rejected} AS bucket,
       url_decode(replace(key, '+', '%20')) AS key,
       NULLIF(version_id, '') AS version_id,
       is_latest,
       is_delete_marker,
       CAST(NULLIF(size, '') AS BIGINT) AS size,
       CAST(from_iso8601_timestamp(NULLIF(last_modified_date, '')) AS TIMESTAMP) AS last_modified_date,
       NULLIF(e_tag, '') AS e_tag,
       NULLIF(storage_class, '') AS storage_class,
       dt
FROM inventory_rejected
