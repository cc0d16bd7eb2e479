-- Inventories in CSV. The columns stand by their place: the inventory's configuration must have exactly these.
CREATE EXTERNAL TABLE IF NOT EXISTS inventory_csv (
  bucket string,
  key string,
  version_id string,
  is_latest string,
  is_delete_marker string,
  size string,
  last_modified_date string,
  e_tag string,
  storage_class string
)
PARTITIONED BY (source string, dt string)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde'
STORED AS INPUTFORMAT 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat'
OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.IgnoreKeyTextOutputFormat'
LOCATION ${location}
