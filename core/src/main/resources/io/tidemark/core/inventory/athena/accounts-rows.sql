-- `accounts`, as they stood when they were written down last.
SELECT account,
       customer,
       CAST(actual AS DECIMAL(20, 2)) AS actual,
       CAST(available AS DECIMAL(20, 2)) AS available,
       CAST(sequence AS BIGINT) AS sequence,
       digest,
       last_key,
       CAST(last_event_time AS TIMESTAMP) AS last_event_time
FROM ${table}
WHERE source = ${source} AND dt = ${dt}
