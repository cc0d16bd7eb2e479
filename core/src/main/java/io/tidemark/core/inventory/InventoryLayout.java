package io.tidemark.core.inventory;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Where the files of one report lie, as keys below the destination:
///
/// ```
/// <source>/<configuration>/data/<name>.csv.gz             the rows, in any number of files
/// <source>/<configuration>/2026-01-02T03-04Z/manifest.json      what belongs to the report
/// <source>/<configuration>/2026-01-02T03-04Z/manifest.checksum  MD5 of the manifest; written last
/// <source>/<configuration>/hive/dt=2026-01-02-03-04/symlink.txt the rows' files, for Hive
/// ```
///
/// @param source        the bucket that is listed
/// @param configuration the name of the inventory's configuration
/// @param created       when the report was begun; counts to the minute
public record InventoryLayout(String source, String configuration, Instant created) {
    /// The name of the manifest's file.
    public static final String MANIFEST = "manifest.json";
    /// The name of the file with its checksum.
    public static final String CHECKSUM = "manifest.checksum";

    private static final DateTimeFormatter FOLDER = minutes("uuuu-MM-dd'T'HH-mm'Z'");
    private static final DateTimeFormatter PARTITION = minutes("uuuu-MM-dd-HH-mm");

    private static DateTimeFormatter minutes(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    /// The value of the partition `dt` of a report that was begun then.
    public static String partition(Instant created) {
        return PARTITION.format(created);
    }

    /// The key of the manifest.
    public String manifest() {
        return folder() + MANIFEST;
    }

    /// The key of the manifest's checksum.
    public String checksum() {
        return folder() + CHECKSUM;
    }

    private String folder() {
        return prefix() + FOLDER.format(created) + "/";
    }

    /// The key of a file of rows.
    public String data(String name) {
        return prefix() + "data/" + name;
    }

    /// The key of the list of files for Hive.
    public String symlink() {
        return prefix() + "hive/dt=" + partition(created) + "/symlink.txt";
    }

    private String prefix() {
        return source + "/" + configuration + "/";
    }
}
