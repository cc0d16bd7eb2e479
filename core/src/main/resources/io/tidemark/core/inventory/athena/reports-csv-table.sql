-- Reports in CSV with one list of columns. The columns stand by their place, as the reports' manifests have them, and all are text. A
-- partition is added for a report once its manifest.checksum is there (add-partitions.sql): projecting partitions instead would show a report
-- from its symlink.txt on, before it is complete.
CREATE EXTERNAL TABLE IF NOT EXISTS ${table} (
${columns}
)
PARTITIONED BY (source string, dt string)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde'
STORED AS INPUTFORMAT 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat'
OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.IgnoreKeyTextOutputFormat'
LOCATION ${location}
