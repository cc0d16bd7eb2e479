-- What lies below one prefix of the archive bucket, line by line: the bundles, or their indexes and what is beside those. A line is kept as it is and
-- taken apart in questions: a reader of JSON would write bodies anew, and need not take members that come twice. Days are projected: which objects
-- count, the list of the bundles says. What lies in Glacier is read once it is restored, and passed over in silence before.
CREATE EXTERNAL TABLE IF NOT EXISTS ${table} (
  line string
)
PARTITIONED BY (dt string)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe'
STORED AS INPUTFORMAT 'org.apache.hadoop.mapred.TextInputFormat'
OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
LOCATION ${location}
TBLPROPERTIES (
  'read_restored_glacier_objects' = 'true',
  'projection.enabled' = 'true',
  'projection.dt.type' = 'date',
  'projection.dt.format' = 'yyyy-MM-dd',
  'projection.dt.range' = '2020-01-01,NOW',
  'projection.dt.interval' = '1',
  'projection.dt.interval.unit' = 'DAYS'
)
