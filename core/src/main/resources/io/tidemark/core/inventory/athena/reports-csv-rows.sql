-- One report in CSV as questions see it: keys decoded, text made into values.
SELECT ${bucket} AS bucket,
       url_decode(replace(key, '+', '%20')) AS key,
       NULLIF(${version_id}, '') AS version_id,
       ${is_latest} = 'true' AS is_latest,
       ${is_delete_marker} = 'true' AS is_delete_marker,
       CAST(NULLIF(${size}, '') AS BIGINT) AS size,
       CAST(from_iso8601_timestamp(NULLIF(${last_modified_date}, '')) AS TIMESTAMP) AS last_modified_date,
       NULLIF(${e_tag}, '') AS e_tag,
       NULLIF(${storage_class}, '') AS storage_class,
       ${is_multipart_uploaded} = 'true' AS is_multipart_uploaded,
       NULLIF(${encryption_status}, '') AS encryption_status,
       dt
FROM ${table}
WHERE source = ${source} AND dt = ${dt}
