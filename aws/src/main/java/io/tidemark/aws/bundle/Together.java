package io.tidemark.aws.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/// Asks for many things at once: requests take their time and no work.
final class Together {
    private static final int AT_ONCE = 16;

    private Together() {}

    /// What the work comes to for each, in their order. Fails when one does, once all that were begun have ended.
    static <T, R> List<R> map(List<T> all, Function<? super T, ? extends R> work) {
        if (all.size() < 2) {
            return all.stream().<R>map(work).toList();
        }
        try (ExecutorService workers = Executors.newFixedThreadPool(Math.min(AT_ONCE, all.size()),
                Thread.ofPlatform().daemon().name("tidemark-bundles-", 1).factory())) {
            List<Future<R>> begun = new ArrayList<>(all.size());
            all.forEach(one -> begun.add(workers.submit(() -> work.apply(one))));
            List<R> results = new ArrayList<>(all.size());
            for (Future<R> one : begun) {
                results.add(one.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for S3", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("a request failed", e.getCause());
        }
    }
}
