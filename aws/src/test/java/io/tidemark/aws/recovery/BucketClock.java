package io.tidemark.aws.recovery;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/// Buckets keep the test's time: each object bears the moment at which it was put by the test's clock, to the microsecond, where the
/// server would tell its own, and the second alone.
final class BucketClock implements ExecutionInterceptor {
    private final InstantSource clock;
    private final Map<String, Instant> put = new ConcurrentHashMap<>();

    BucketClock(InstantSource clock) {
        this.clock = clock;
    }

    private static String name(@Nullable String bucket, @Nullable String key, @Nullable String version) {
        return bucket + "/" + key + "?" + version;
    }

    @Override
    public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes attributes) {
        return switch (context.response()) {
            case PutObjectResponse response when context.request() instanceof PutObjectRequest request -> {
                put.put(name(request.bucket(), request.key(), response.versionId()), clock.instant());
                yield response;
            }
            case GetObjectResponse response when context.request() instanceof GetObjectRequest request -> response
                    .toBuilder().lastModified(put.getOrDefault(
                            name(request.bucket(), request.key(), response.versionId()), response.lastModified()))
                    .build();
            case ListObjectVersionsResponse response -> response.toBuilder()
                    .versions(response.versions().stream().map(version -> at(response.name(), version)).toList())
                    .build();
            default -> context.response();
        };
    }

    private ObjectVersion at(String bucket, ObjectVersion version) {
        Instant moment = put.get(name(bucket, version.key(), version.versionId()));
        return moment == null ? version : version.toBuilder().lastModified(moment).build();
    }
}
