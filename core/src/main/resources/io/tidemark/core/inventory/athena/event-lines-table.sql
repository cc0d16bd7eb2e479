-- Bundles: one line an attempt, with what became of it. The body is kept as the text of its JSON. What lies in Glacier is read once it is
-- restored, which Athena does not do by itself.
CREATE EXTERNAL TABLE IF NOT EXISTS event_lines (
  key string,
  version string,
  position bigint,
  arrival string,
  source string,
  sha256 string,
  body string,
  outcome struct<state:string,code:string,reason:string,decided_at:bigint,accounts:array<struct<account:string,sequence:bigint>>>
)
PARTITIONED BY (dt string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
WITH SERDEPROPERTIES ('ignore.malformed.json' = 'FALSE', 'case.insensitive' = 'FALSE')
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
