package io.tidemark.aws.athena;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/// Tells what was put at the times that a test's clock showed, where the server has its own.
final class TestTimes implements ExecutionInterceptor {
    private final Map<List<String>, Instant> times = new ConcurrentHashMap<>();

    void put(String bucket, String key, String version, Instant time) {
        times.put(List.of(bucket, key, version), time);
    }

    @Override
    public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes attributes) {
        return switch (context.response()) {
            case ListObjectVersionsResponse page -> page.toBuilder()
                    .versions(page.versions().stream().map(version -> at(page.name(), version)).toList()).build();
            case GetObjectResponse object when context.request() instanceof GetObjectRequest get
                    && object.versionId() != null -> object.toBuilder()
                            .lastModified(times.getOrDefault(List.of(get.bucket(), get.key(), object.versionId()),
                                    object.lastModified()))
                            .build();
            case SdkResponse other -> other;
        };
    }

    private ObjectVersion at(String bucket, ObjectVersion version) {
        Instant time = times.getOrDefault(List.of(bucket, version.key(), version.versionId()), version.lastModified());
        return version.toBuilder().lastModified(time).build();
    }
}
