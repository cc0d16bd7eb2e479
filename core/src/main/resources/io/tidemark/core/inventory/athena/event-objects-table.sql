-- The new-events bucket itself: one object an event, whose key stands in "$path". For looking into a few; see docs/athena.md for
-- what that costs.
CREATE EXTERNAL TABLE IF NOT EXISTS event_objects (
  eventtimestamp string,
  targetaccount string,
  sourceaccount string,
  amount string,
  rejectedamount string,
  customernumber string,
  locationtype string,
  reference string,
  verified boolean,
  reason string,
  currency map<string,bigint>,
  verifiedcurrency map<string,bigint>
)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
WITH SERDEPROPERTIES ('ignore.malformed.json' = 'TRUE', 'case.insensitive' = 'TRUE')
STORED AS INPUTFORMAT 'org.apache.hadoop.mapred.TextInputFormat'
OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
LOCATION ${location}
TBLPROPERTIES (
  'read_restored_glacier_objects' = 'true'
)
