-- `events`, as the index was when it was written down last.
SELECT key,
       version_id,
       type,
       CAST(arrival AS TIMESTAMP(6)) AS arrival,
       channel AS source,
       CAST(event_time AS TIMESTAMP) AS event_time,
       CAST(amount AS DECIMAL(20, 2)) AS amount,
       state,
       code,
       reason,
       CAST(judged_at AS TIMESTAMP(6)) AS judged_at,
       account,
       CAST(sequence AS BIGINT) AS sequence,
       target_account,
       CAST(target_sequence AS BIGINT) AS target_sequence
FROM ${table}
WHERE source = ${source} AND dt = ${dt}
