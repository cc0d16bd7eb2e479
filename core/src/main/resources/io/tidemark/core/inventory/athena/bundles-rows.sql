-- `bundles`, as they were when the question was asked.
SELECT bundle,
       day,
       CAST(attempts AS BIGINT) AS attempts,
       CAST(NULL AS BIGINT) AS first_position,
       CAST(NULL AS BIGINT) AS last_position,
       CAST(bytes AS BIGINT) AS bytes,
       CAST(stored_bytes AS BIGINT) AS stored_bytes,
       sha256,
       storage_class,
       CAST(ready_at AS TIMESTAMP(6)) AS ready_at,
       CAST(until AS TIMESTAMP(6)) AS until
FROM ${list_table}
WHERE source = ${source} AND dt = ${dt}
