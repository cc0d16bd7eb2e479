-- One report in Parquet as questions see it.
SELECT ${bucket} AS bucket,
       key, version_id, is_latest, is_delete_marker, size, CAST(last_modified_date AS TIMESTAMP) AS last_modified_date, e_tag, storage_class,
       is_multipart_uploaded, encryption_status, dt
FROM ${table}
WHERE source = ${source} AND dt = ${dt}
