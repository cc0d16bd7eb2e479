-- The inventory of one bucket in CSV. The columns stand by their place: the inventory's configuration must have exactly these.
CREATE EXTERNAL TABLE IF NOT EXISTS ${table} (
  bucket string,
  key string,
  version_id string,
  is_latest boolean,
  is_delete_marker boolean,
  size string,
  last_modified_date string,
  e_tag string,
  storage_class string,
  is_multipart_uploaded string,
  encryption_status string
)
PARTITIONED BY (dt string)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde'
STORED AS INPUTFORMAT 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat'
OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.IgnoreKeyTextOutputFormat'
LOCATION ${location}
