package io.tidemark.aws.bucket;

import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/// How this store speaks to S3.
public final class S3Connections {
    private S3Connections() {}

    /// A client's beginnings. Bodies are sent whole, not in signed chunks with a checksum behind them: over the JDK's connections a server
    /// that answers while the last chunk is on its way makes a put look failed that was carried out, and it is put again. What must
    /// arrive unharmed is sent with its checksum in a header.
    ///
    /// @param http what it speaks through
    public static S3ClientBuilder through(SdkHttpClient http) {
        return S3Client.builder().httpClient(http)
                .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED);
    }
}
