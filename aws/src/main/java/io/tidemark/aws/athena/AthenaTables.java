package io.tidemark.aws.athena;

import io.tidemark.aws.bundle.S3Bundles;
import io.tidemark.core.inventory.AthenaSql;
import io.tidemark.core.inventory.AthenaSql.Part;
import io.tidemark.core.inventory.AthenaSql.Partition;
import io.tidemark.core.inventory.AthenaSql.Report;
import io.tidemark.core.inventory.BundleSql;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Queries.Answer;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes what is newest and complete known to Athena, and asks over it. What was made known once is remembered as long as this lives. Safe
/// for use by many threads.
final class AthenaTables {
    private static final List<Part> PARTS = List.of(Part.EVENTS, Part.ENTRIES, Part.ACCOUNTS);
    /// The tables that need the index.
    private static final List<String> WRITTEN_DOWN = Stream
            .concat(Stream.of(Question.INVENTORY), PARTS.stream().map(Part::label)).toList();

    private final AthenaCalls calls;
    private final DeliveredReports reports;
    private final IndexPlace index;
    private final BundleLists bundles;
    private final Set<String> made = ConcurrentHashMap.newKeySet();

    AthenaTables(AthenaCalls calls, DeliveredReports reports, IndexPlace index, BundleLists bundles) {
        this.calls = calls;
        this.reports = reports;
        this.index = index;
        this.bundles = bundles;
    }

    /// The newest complete report of each bucket that has one.
    List<Report> reports() {
        return reports.newest();
    }

    /// Asks a question over the newest reports.
    ///
    /// @param most how many rows are read back at most
    Answer ask(Question question, long most) {
        return ask(question, question.tables().contains(Question.INVENTORY) ? reports() : List.of(), most);
    }

    /// Asks a question.
    ///
    /// @param listed the reports that `inventory` is made of
    /// @param most   how many rows are read back at most
    Answer ask(Question question, List<Report> listed, long most) {
        Map<String, String> selections = new LinkedHashMap<>();
        IndexPlace.Newest newest = WRITTEN_DOWN.stream().anyMatch(question.tables()::contains) ? index.newest() : null;
        List<Partition> partitions = new ArrayList<>();
        Map<String, String> tables = new LinkedHashMap<>();
        if (question.tables().contains(Question.INVENTORY)) {
            inventory(listed, newest, tables, partitions);
            selections.put(Question.INVENTORY,
                    AthenaSql.inventory(listed, newest == null ? null : newest.of(Part.EVENTS)));
        }
        for (Part part : PARTS) {
            if (question.tables().contains(part.label())) {
                if (newest == null) {
                    throw new StorageException(Kind.MISSING, "the index was never written down for Athena;"
                            + " run `tidemark --store aws inventory` to do that");
                }
                add(part, newest, tables, partitions);
                selections.put(part.label(), AthenaSql.index(part, newest.of(part)));
            }
        }
        List<String> notes = bundles(question, selections, tables, partitions);
        makeKnown(tables, partitions);
        return new AthenaAnswer(calls, calls.run(question.over(selections)), most, notes);
    }

    /// Makes ready for a question about bundles.
    ///
    /// @return what of them cannot be read
    private List<String> bundles(Question question, Map<String, String> selections, Map<String, String> tables,
            List<Partition> partitions) {
        boolean bundled = question.tables().contains(Question.BUNDLED);
        if (!bundled && !question.tables().contains(Question.BUNDLES)) {
            return List.of();
        }
        BundleLists.Written list = bundles.write();
        List<String> notes = bundled ? list.notes() : List.of();
        tables.put(list.partition().table(), BundleSql.makeListTable(list.partition().location()));
        partitions.add(list.partition());
        if (question.tables().contains(Question.BUNDLES)) {
            selections.put(Question.BUNDLES, BundleSql.bundles(list.partition()));
        }
        if (bundled) {
            String lines = BundleSql.linesTable(bundles.archive());
            String indexes = BundleSql.indexTable(bundles.archive());
            tables.put(lines, BundleSql.makeTable(lines, bundles.location(S3Bundles.LINES)));
            tables.put(indexes, BundleSql.makeTable(indexes, bundles.location(S3Bundles.INDEXES)));
            selections.put(Question.BUNDLED, BundleSql.bundled(list.partition(), list.first(), list.last()));
        }
        return notes;
    }

    private void inventory(List<Report> listed, IndexPlace.@Nullable Newest newest, Map<String, String> tables,
            List<Partition> partitions) {
        if (listed.isEmpty()) {
            throw new StorageException(Kind.MISSING,
                    "there is no inventory report yet; run `tidemark --store aws inventory` to make one");
        }
        boolean copies = false;
        for (Report report : listed) {
            tables.put(report.partition().table(),
                    AthenaSql.makeReportsTable(report.manifest(), report.partition().location()));
            partitions.add(report.partition());
            copies |= report.bucket() != Bucket.NEW;
        }
        if (copies && newest != null) {
            add(Part.EVENTS, newest, tables, partitions);
            add(Part.COPIES, newest, tables, partitions);
        }
    }

    private static void add(Part part, IndexPlace.Newest newest, Map<String, String> tables,
            List<Partition> partitions) {
        Partition partition = newest.of(part);
        tables.put(part.table(), AthenaSql.makeIndexTable(part, partition.location()));
        if (!partitions.contains(partition)) {
            partitions.add(partition);
        }
    }

    private void makeKnown(Map<String, String> tables, List<Partition> partitions) {
        Map<String, List<Partition>> added = new LinkedHashMap<>();
        partitions.stream().filter(partition -> !made.contains(partition.toString()))
                .forEach(partition -> added.computeIfAbsent(partition.table(), _ -> new ArrayList<>()).add(partition));
        calls.runAll(tables.entrySet().stream().filter(table -> !made.contains(table.getKey())).map(Map.Entry::getValue)
                .toList());
        made.addAll(tables.keySet());
        calls.runAll(added.values().stream().map(AthenaSql::addPartitions).toList());
        partitions.forEach(partition -> made.add(partition.toString()));
    }
}
