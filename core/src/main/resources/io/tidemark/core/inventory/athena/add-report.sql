-- Makes a complete report a partition: the location is that of its symlink.txt.
ALTER TABLE ${table} ADD IF NOT EXISTS PARTITION (dt = ${dt}) LOCATION ${location}
