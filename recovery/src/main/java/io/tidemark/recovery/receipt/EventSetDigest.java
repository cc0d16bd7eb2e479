package io.tidemark.recovery.receipt;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.pipeline.Prepared;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.LogRecord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The digest of all records of a log up to one, as `docs/formats.md` defines it: lines, cut into blocks by position. Records may come in
/// runs of any length and in any order of the runs, by many threads at once; a run that comes again is passed over.
public final class EventSetDigest {
    /// How many positions a block has.
    static final int BLOCK = 4096;

    private final long last;
    private final @Nullable Sha256[] digests;
    private final Map<Integer, Block> open = new HashMap<>();

    /// Of the records from position 1 to another one.
    ///
    /// @param last the last position; 0 for no records
    public EventSetDigest(long last) {
        this.last = last;
        digests = new Sha256[Math.toIntExact((last + BLOCK - 1) / BLOCK)];
    }

    /// Lines as bytes, at the beginning of an array.
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    private record Run(byte[] text, int length) {}

    /// The lines of one block that have come so far.
    private static final class Block {
        private final TreeMap<Long, Run> runs = new TreeMap<>();
        private long records;
    }

    /// Takes a run of records in order. A run in which one is lost is left out: there is no digest then.
    public void add(List<Prepared> records) {
        if (records.stream().anyMatch(record -> record instanceof Prepared.PreparedLost)) {
            return;
        }
        Lines lines = new Lines(records.size());
        for (Prepared record : records) {
            switch (record) {
                case Prepared.PreparedAttempt attempt -> lines.attempt(attempt.attempt(), attempt.bodyDigest());
                case Prepared.PreparedControl control -> lines.control(control.control());
                case Prepared.PreparedLost lost -> throw new IllegalStateException("lost: " + lost.attempt());
            }
        }
        lines.flush();
    }

    /// Takes a run of records in order.
    ///
    /// @param bodies the digests of their bodies, 32 bytes each; of no meaning for control records
    public void add(List<LogRecord> records, byte[] bodies) {
        Lines lines = new Lines(records.size());
        for (int i = 0; i < records.size(); i++) {
            switch (records.get(i)) {
                case LogRecord.Attempt attempt -> lines.attempt(attempt, Sha256.copyOf(bodies, i * Sha256.LENGTH));
                case LogRecord.Control control -> lines.control(control);
            }
        }
        lines.flush();
    }

    private static int blockOf(long position) {
        return Math.toIntExact((position - 1) / BLOCK);
    }

    private long sizeOf(int block) {
        return Math.min(BLOCK, last - (long) block * BLOCK);
    }

    private void take(long first, long count, Run lines) {
        int number = blockOf(first);
        Block block;
        synchronized (this) {
            if (digests[number] != null) {
                return;
            }
            block = open.computeIfAbsent(number, _ -> new Block());
            if (block.runs.putIfAbsent(first, lines) != null) {
                return;
            }
            block.records += count;
            if (block.records < sizeOf(number)) {
                return;
            }
            open.remove(number);
        }
        MessageDigest sha256 = Sha256.newMessageDigest();
        block.runs.values().forEach(run -> sha256.update(run.text(), 0, run.length()));
        Sha256 digest = Sha256.copyOf(sha256.digest(), 0);
        synchronized (this) {
            digests[number] = digest;
        }
    }

    /// The digest, or null when not all records have come.
    public synchronized @Nullable Sha256 finish() {
        MessageDigest sha256 = Sha256.newMessageDigest();
        for (Sha256 digest : digests) {
            if (digest == null) {
                return null;
            }
            sha256.update((digest + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return Sha256.copyOf(sha256.digest(), 0);
    }

    /// Writes the lines of one run.
    private final class Lines {
        private static final int LONGEST_BUT_THE_KEY = 19 + 1 + 1 + 10 + 1 + 2 * Sha256.LENGTH + 1;

        private static final byte[] NOTHING = {};
        private static final int USUAL_LINE = 128;

        private final int records;
        private byte[] text = NOTHING;
        private int length;
        private long first;
        private long count;

        /// @param records how many there will be, at most
        Lines(int records) {
            this.records = records;
        }

        private void begin(LogRecord record, int room) {
            if (count > 0 && blockOf(record.position()) != blockOf(first)) {
                flush();
            }
            if (count++ == 0) {
                first = record.position();
            }
            if (length + room > text.length) {
                text = Arrays.copyOf(text, Math.max(length + room,
                        text.length == 0 ? Math.min(records, BLOCK) * USUAL_LINE : 2 * text.length));
            }
        }

        void attempt(LogRecord.Attempt attempt, Sha256 body) {
            String key = attempt.key().text();
            begin(attempt, key.length() + LONGEST_BUT_THE_KEY);
            number(attempt.position());
            text[length++] = '|';
            ascii(key);
            text[length++] = '|';
            number(attempt.version());
            text[length++] = '|';
            body.hexTo(text, length);
            length += 2 * Sha256.LENGTH;
            text[length++] = '\n';
        }

        void control(LogRecord.Control control) {
            String action = switch (control.action()) {
                case ControlAction.Retry retry -> "retry " + retry.key();
                case ControlAction.Reject reject -> "reject " + reject.key();
                case ControlAction.UseRules rules -> "rules " + rules.version();
                case ControlAction.PauseAccount pause -> "pause " + pause.account();
                case ControlAction.ResumeAccount resume -> "resume " + resume.account();
                case ControlAction.Exclude exclude -> exclude.text();
            };
            Sha256 said = Sha256.of((control.operator() + "|" + control.reason()).getBytes(StandardCharsets.UTF_8));
            String line = control.position() + "|" + action + "|" + said + "\n";
            begin(control, line.length());
            ascii(line);
        }

        @SuppressWarnings("deprecation") // copies characters known to be ASCII without encoding them
        private void ascii(String characters) {
            characters.getBytes(0, characters.length(), text, length);
            length += characters.length();
        }

        private void number(long number) {
            int end = length;
            long rest = number;
            do {
                end++;
                rest /= 10;
            } while (rest > 0);
            length = end;
            rest = number;
            do {
                text[--end] = (byte) ('0' + rest % 10);
                rest /= 10;
            } while (rest > 0);
        }

        void flush() {
            if (count > 0) {
                take(first, count, new Run(text, length));
                text = NOTHING;
                count = 0;
                length = 0;
            }
        }
    }
}
