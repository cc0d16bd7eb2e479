-- Makes what is complete known: of a report the location is that of its symlink.txt, of the index the one of its lines.
ALTER TABLE ${table} ADD IF NOT EXISTS
${partitions}
