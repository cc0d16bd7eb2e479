-- The index as the selections see it, from bundles: the columns of the embedded store's `events`. An amount with more than two
-- decimals, which is refused as invalid, is null there and rounded here.
CREATE OR REPLACE VIEW events AS
SELECT position,
       key,
       version AS version_id,
       substr(key, 1, length(key) - strpos(reverse(key), '_')) AS type,
       CAST(from_iso8601_timestamp_nanos(arrival) AS TIMESTAMP(6)) AS arrival,
       source,
       length(body) AS size,
       CAST(from_unixtime(TRY_CAST(json_extract_scalar(body, '$.EventTimeStamp') AS BIGINT)) AS TIMESTAMP) AS event_time,
       TRY_CAST(COALESCE(json_extract_scalar(body, '$.Amount'), json_extract_scalar(body, '$.RejectedAmount')) AS DECIMAL(20, 2))
         AS amount,
       outcome.state AS state,
       outcome.code AS code,
       outcome.reason AS reason,
       outcome.decided_at AS decided_at,
       element_at(outcome.accounts, 1).account AS account,
       element_at(outcome.accounts, 1).sequence AS sequence,
       element_at(outcome.accounts, 2).account AS target_account,
       element_at(outcome.accounts, 2).sequence AS target_sequence,
       dt
FROM event_lines
