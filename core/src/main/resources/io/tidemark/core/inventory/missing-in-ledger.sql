-- What a bucket held when it was listed, and has no outcome in the ledger. Bundles and their indexes are no events.
SELECT i.bucket, i.key, i.version_id, i.last_modified_date, i.size, i.storage_class
FROM inventory AS i
LEFT JOIN events AS e
  ON e.key = i.key AND e.version_id = i.version_id AND e.state <> 'new'
WHERE i.bucket = ${bucket}
  AND i.dt = (SELECT MAX(n.dt) FROM inventory AS n WHERE n.bucket = ${bucket})
  AND COALESCE(i.is_delete_marker, FALSE) = FALSE
  AND i.key NOT LIKE 'bundles/%' AND i.key NOT LIKE 'bundle-index/%'
  AND e.key IS NULL
ORDER BY i.last_modified_date, i.key, i.version_id
