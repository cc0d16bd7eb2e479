-- The same of a bucket that holds copies: each under the version and time of arrival of the attempt that it is a copy of, as far as the index
-- had it when it was written down; otherwise as S3 lists it. Where a key has one copy here, and one attempt that the index says was
-- kept here, the one is of the other; where it has several, the copies were asked.
SELECT s.bucket, s.key,
       COALESCE(e.version_id, s.version_id) AS version_id,
       s.is_latest, s.is_delete_marker, s.size,
       COALESCE(date_trunc('millisecond', CAST(e.arrival AS TIMESTAMP)), s.last_modified_date) AS last_modified_date,
       s.e_tag, s.storage_class, s.is_multipart_uploaded, s.encryption_status, s.dt
FROM (
  SELECT r.*,
         SUM(CASE WHEN COALESCE(r.is_delete_marker, FALSE) THEN 0 ELSE 1 END) OVER (PARTITION BY r.key) AS copies
  FROM (
${rows}
  ) AS r
) AS s
LEFT JOIN (
  SELECT key, copy_version, version_id
  FROM ${copies_table}
  WHERE source = ${index_source} AND dt = ${index_dt} AND bucket = ${bucket}
) AS c
  ON c.key = s.key AND c.copy_version = s.version_id
LEFT JOIN (
  SELECT key, MIN(version_id) AS version_id
  FROM ${events_table}
  WHERE source = ${index_source} AND dt = ${index_dt} AND ${flag} = 'true'
  GROUP BY key
  HAVING COUNT(*) = 1
) AS o
  ON o.key = s.key AND s.copies = 1 AND COALESCE(s.is_delete_marker, FALSE) = FALSE
LEFT JOIN (
  SELECT key, version_id, arrival
  FROM ${events_table}
  WHERE source = ${index_source} AND dt = ${index_dt}
) AS e
  ON e.key = s.key AND e.version_id = COALESCE(c.version_id, o.version_id)
