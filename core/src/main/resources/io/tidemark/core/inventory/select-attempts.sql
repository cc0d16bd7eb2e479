-- The attempts that a selection lets through, by the newest report of each bucket.
SELECT i.bucket, i.key, i.version_id, i.last_modified_date, i.size, i.storage_class
FROM inventory AS i
WHERE (${reports})
  AND COALESCE(i.is_delete_marker, FALSE) = FALSE
  AND i.last_modified_date BETWEEN ${from} AND ${to}
  AND ${types}
  AND ${index}
ORDER BY i.last_modified_date, i.key, i.version_id
