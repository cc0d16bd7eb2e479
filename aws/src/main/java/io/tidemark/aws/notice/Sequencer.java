package io.tidemark.aws.notice;

import java.util.Locale;

/// Orders the notifications of one key, and of one key only. Hexadecimal digits of varying length: the shorter one is
/// filled up with zeros on the right before they are compared. Two that differ only in such zeros are equal in order.
///
/// @param digits the digits as they came
public record Sequencer(String digits) implements Comparable<Sequencer> {
    @Override
    public int compareTo(Sequencer other) {
        int length = Math.max(digits.length(), other.digits.length());
        return padded(length).compareTo(other.padded(length));
    }

    private String padded(int length) {
        return digits.toUpperCase(Locale.ROOT) + "0".repeat(length - digits.length());
    }
}
