-- `bundled`: of the bundles that are at hand their lines, of the others those of their indexes, which have all but the body. The list says where each is
-- read; what is not in it, such as an upload whose manifest was never put, does not count. `body` is the last member of a line, and quotes
-- in all that stands before it are escaped.
SELECT b.bundle,
       t.day,
       CAST(NULL AS BIGINT) AS position,
       t.key,
       t.version,
       t.version AS version_id,
       CAST(replace(substr(t.arrival, 1, 26), 'T', ' ') AS TIMESTAMP(6)) AS arrival,
       t.source,
       t.sha256,
       t.outcome,
       t.code,
       CASE WHEN t.turned THEN t.second_account ELSE t.first_account END AS account,
       CASE WHEN t.turned THEN t.second_sequence ELSE t.first_sequence END AS sequence,
       CASE WHEN t.turned THEN t.first_account ELSE t.second_account END AS target_account,
       CASE WHEN t.turned THEN t.first_sequence ELSE t.second_sequence END AS target_sequence,
       t.body
FROM (
  SELECT m.*,
         -- Accounts stand in the order of their numbers. Which of them is a transfer's source, its body alone says.
         substr(m.key, 1, 23) = 'inter_account_transfer_'
           AND json_extract_scalar(m.body, '$.SourceAccount') = m.second_account AS turned
  FROM (
    SELECT r.place,
           r.dt AS day,
           json_extract_scalar(r.line, '$.key') AS key,
           json_extract_scalar(r.line, '$.version') AS version,
           json_extract_scalar(r.line, '$.arrival') AS arrival,
           json_extract_scalar(r.line, '$.source') AS source,
           json_extract_scalar(r.line, '$.sha256') AS sha256,
           json_extract_scalar(r.line, '$.outcome') AS outcome,
           json_extract_scalar(r.line, '$.code') AS code,
           json_extract_scalar(r.line, '$.accounts[0].account') AS first_account,
           CAST(json_extract_scalar(r.line, '$.accounts[0].sequence') AS BIGINT) AS first_sequence,
           json_extract_scalar(r.line, '$.accounts[1].account') AS second_account,
           CAST(json_extract_scalar(r.line, '$.accounts[1].sequence') AS BIGINT) AS second_sequence,
           CASE WHEN NOT r.whole THEN NULL
                WHEN strpos(r.line, ',"body":') = 0 THEN json_extract_scalar(r.line, '$.raw')
                ELSE substr(r.line, strpos(r.line, ',"body":') + 8, length(r.line) - strpos(r.line, ',"body":') - 8)
           END AS body
    FROM (
      SELECT "$path" AS place, dt, line, TRUE AS whole
      FROM ${lines_table}
      WHERE dt BETWEEN ${first} AND ${last}
      UNION ALL
      SELECT "$path" AS place, dt, line, FALSE AS whole
      FROM ${index_table}
      WHERE dt BETWEEN ${first} AND ${last}
    ) AS r
  ) AS m
) AS t
JOIN (
  SELECT bundle, place
  FROM ${list_table}
  WHERE source = ${source} AND dt = ${dt}
) AS b
  ON b.place = t.place
