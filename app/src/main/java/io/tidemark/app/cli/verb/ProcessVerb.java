package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.TidemarkOptions;
import io.tidemark.app.cli.render.Fields;
import io.tidemark.app.owner.Owner;
import io.tidemark.app.wiring.Access;
import io.tidemark.core.pipeline.Processor;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `process`: judges what was put and keeps the accounts.
@Command(name = "process", header = "Judges the events that were put and keeps the accounts.",
        description = "Takes events in the order in which they arrived. Prints how many were accepted, rejected (by code), and wait."
                + " Rejections are not a failure.")
public final class ProcessVerb implements Callable<Integer> {
    private final CommandContext context;
    private final CommandRunner runner;

    @Option(names = "--batch", paramLabel = "N",
            description = "Events that one commit of the ledger covers. Has no influence on the result.")
    private @Nullable Integer batch;

    @Option(names = "--threads", paramLabel = "N",
            description = "Threads that read events ahead. Has no influence on the result.")
    private @Nullable Integer threads;

    @Mixin
    private FollowOptions following = new FollowOptions();

    /// The command over that context.
    ///
    /// @param runner runs what other processes ask for while this one follows
    public ProcessVerb(CommandContext context, CommandRunner runner) {
        this.context = context;
        this.runner = runner;
    }

    @Override
    public Integer call() throws IOException {
        TidemarkOptions options = options();
        if (context.onAws() && following.follow()) {
            try (Tidemark tidemark = context.open(options)) {
                context.show(new Working(context, tidemark, following.every()).follow());
            }
            return ExitCodes.DONE;
        }
        if (following.follow()) {
            if (context.visit() != null) {
                throw new CommandFailure(ExitCodes.REFUSED, context.place() + " is followed already");
            }
            Duration snapshotEvery = following.snapshotEvery();
            Fields done;
            try (Tidemark tidemark = context.openToOwn(options); Owner owner = serve(tidemark)) {
                closeWhenStopped(owner);
                done = new Following(context, tidemark, snapshotEvery)
                        .follow(following.inbox(context.globals().home()));
            }
            context.show(done);
            return ExitCodes.DONE;
        }
        Processor.Result result;
        try (Tidemark tidemark = context.open(options);
                ProgressLine progress = context.progress("processed", "records")) {
            result = tidemark.process(progress, context.stop());
            Histories.warn(context, tidemark);
            tellPaused(tidemark);
        }
        context.show(fields(result));
        return context.stop().getAsBoolean() ? ExitCodes.INTERRUPTED : ExitCodes.DONE;
    }

    /// Takes commands of other processes; null, with a warning, where that is not possible: following goes on without.
    private @Nullable Owner serve(Tidemark tidemark) {
        try {
            return HomeService.serve(tidemark, context.clock(), runner, context::tell);
        } catch (IOException e) {
            context.warn("other commands cannot reach this process, they will find the home in use: "
                    + FailureLine.of(String.valueOf(e.getMessage())));
            return null;
        }
    }

    /// Has the commands of other processes end as soon as this one is asked to: following may be waiting for one of them.
    private void closeWhenStopped(@Nullable Owner owner) {
        if (owner == null) {
            return;
        }
        Thread.ofPlatform().daemon().name("tidemark-owner-end").start(() -> {
            try {
                context.stop().await();
                owner.close();
            } catch (InterruptedException e) {
                // Whoever follows closes it.
                Thread.currentThread().interrupt();
            }
        });
    }

    private void tellPaused(Tidemark tidemark) {
        int paused = context.onAws() ? 0 : tidemark.paused().accounts().size();
        if (paused > 0) {
            context.tell((paused == 1 ? "1 account is" : paused + " accounts are")
                    + " paused: what touches them is held; `tidemark status` counts it");
        }
    }

    private TidemarkOptions options() {
        TidemarkOptions defaults = context.options(Access.WRITE);
        int shares = batch == null ? defaults.recordsPerCommit() : batch;
        int workers = threads == null ? defaults.threads() : threads;
        if (shares < 1 || workers < 1) {
            throw new CommandFailure(ExitCodes.USAGE, "--batch and --threads take numbers from 1");
        }
        return defaults.withShares(workers, shares);
    }

    /// What was processed, to be shown.
    static Fields fields(Processor.Result result) {
        Fields fields = new Fields().add("processed", result.counts().total())
                .add("accepted", result.counts().accepted())
                .add("rejected", result.counts().rejectedTotal()).add("byCode", Codes.fields(result.counts()))
                .add("waiting", result.counts().waiting())
                // In a home none is ever met here: put reports it.
                .add("duplicates", result.duplicates());
        return result.fromPosition() == 0 ? fields : fields.add("position", result.toPosition());
    }
}
