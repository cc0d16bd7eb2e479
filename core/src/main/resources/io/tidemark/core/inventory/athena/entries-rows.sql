-- `entries`, as the accounts were when they were written down last.
SELECT account,
       CAST(sequence AS BIGINT) AS sequence,
       key,
       version_id,
       status,
       CAST(event_time AS TIMESTAMP) AS event_time,
       CAST(actual_effect AS DECIMAL(20, 2)) AS actual_effect,
       CAST(available_effect AS DECIMAL(20, 2)) AS available_effect,
       CAST(actual AS DECIMAL(20, 2)) AS actual,
       CAST(available AS DECIMAL(20, 2)) AS available,
       CAST(committed_at AS TIMESTAMP(6)) AS committed_at
FROM ${table}
WHERE source = ${source} AND dt = ${dt}
