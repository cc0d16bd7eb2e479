/// Lists of the buckets, and questions over them and the index, on S3 and Athena. Reports are delivered by S3 Inventory or written here;
/// the index is written down beside them. What is newest and complete is made known to Athena before it is asked. The command line alone uses this:
/// no function does, and Athena's part of the SDK is not among the functions' code.
@NullMarked
package io.tidemark.aws.athena;

import org.jspecify.annotations.NullMarked;
