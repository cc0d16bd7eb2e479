package io.tidemark.core.bundle;

/// How much text goes into a part of a bundle that is packed by itself. What is lost when a byte goes wrong is such a part, and what has to
/// be unpacked to read one attempt too: so a part is small beside its bundle. It is not smaller than packing can make use of, though, and
/// not larger than two can be worked on at once in little memory.
public final class FrameSize {
    /// The smallest part: 64 KiB. Parts of 64 KiB take a tenth more space than parts of 4 MiB, of 512 KiB none.
    private static final int SMALLEST = 64 << 10;
    /// The largest part: 4 MiB.
    private static final int LARGEST = 4 << 20;
    /// A part is at most so small a share of what stands before it.
    private static final int SHARE = 128;

    private FrameSize() {}

    /// A part ends with the line that takes it to so many bytes of text, or beyond.
    ///
    /// @param before how many bytes of text stand before it in the bundle; not negative
    public static int after(long before) {
        return Math.clamp(before / SHARE, SMALLEST, LARGEST);
    }
}
