/// What the buckets tell: S3's notifications, in SNS's envelope or bare, in SQS's. They come at least once, in any order, with
/// URL-encoded keys, among test events and what others sent; all of that ends here.
@NullMarked
package io.tidemark.aws.notice;

import org.jspecify.annotations.NullMarked;
