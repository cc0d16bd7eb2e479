/// Numbers and texts as bytes: the building blocks of everything that the embedded store writes.
///
/// Numbers that are usually small are written in seven-bit groups, least significant first (as Protocol Buffers do); numbers by
/// which tables are sorted are written big-endian, so that bytewise order is the order of the numbers. Reading checks every
/// bound: bytes that cannot have been written here end in a [io.tidemark.core.port.StorageException] of kind `DAMAGED`.
@NullMarked
package io.tidemark.embedded.encoding;

import org.jspecify.annotations.NullMarked;
