package io.tidemark.app.cli;

import io.tidemark.app.cli.verb.AccountVerb;
import io.tidemark.app.cli.verb.AccountsVerb;
import io.tidemark.app.cli.verb.BundleVerb;
import io.tidemark.app.cli.verb.CatVerb;
import io.tidemark.app.cli.verb.CommandContext;
import io.tidemark.app.cli.verb.DemoVerb;
import io.tidemark.app.cli.verb.DoctorVerb;
import io.tidemark.app.cli.verb.EventVerb;
import io.tidemark.app.cli.verb.ExpireVerb;
import io.tidemark.app.cli.verb.FreezeVerb;
import io.tidemark.app.cli.verb.GenerateVerb;
import io.tidemark.app.cli.verb.InventoryVerb;
import io.tidemark.app.cli.verb.LsVerb;
import io.tidemark.app.cli.verb.ProcessVerb;
import io.tidemark.app.cli.verb.PutVerb;
import io.tidemark.app.cli.verb.RejectVerb;
import io.tidemark.app.cli.verb.RetryVerb;
import io.tidemark.app.cli.verb.StatusVerb;
import io.tidemark.app.cli.verb.PauseVerb;
import io.tidemark.app.cli.verb.PlanVerb;
import io.tidemark.app.cli.verb.ReceiptVerb;
import io.tidemark.app.cli.verb.ReconcileVerb;
import io.tidemark.app.cli.verb.QueryVerb;
import io.tidemark.app.cli.verb.RecoverVerb;
import io.tidemark.app.cli.verb.ResumeVerb;
import io.tidemark.app.cli.verb.SnapshotVerb;
import io.tidemark.app.cli.verb.ThawVerb;
import io.tidemark.app.cli.verb.VerifyVerb;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// The commands by name, in the order in which help lists them. What is made here is made only when it is asked for.
final class Commands {
    static final Map<String, Function<CommandContext, CommandLine>> ALL = new LinkedHashMap<>();

    /// Options in front of a command that are followed by a value.
    private static final Set<String> VALUED = Set.of("--home", "--store", "--output", "--config");

    static {
        ALL.put("demo", context -> new CommandLine(new DemoVerb(context)));
        ALL.put("generate", context -> new CommandLine(new GenerateVerb(context)));
        ALL.put("put", context -> new CommandLine(new PutVerb(context)));
        ALL.put("process", context -> new CommandLine(new ProcessVerb(context, TidemarkCommandLine::run)));
        ALL.put("status", context -> new CommandLine(new StatusVerb(context)));
        ALL.put("ls", context -> new CommandLine(new LsVerb(context)));
        ALL.put("cat", context -> new CommandLine(new CatVerb(context)));
        ALL.put("event", context -> new CommandLine(new EventVerb(context)));
        ALL.put("account", context -> new CommandLine(new AccountVerb(context)));
        ALL.put("accounts", context -> new CommandLine(new AccountsVerb(context)));
        ALL.put("retry", context -> new CommandLine(new RetryVerb(context)));
        ALL.put("reject", context -> new CommandLine(new RejectVerb(context)));
        ALL.put("snapshot", SnapshotVerb::over);
        ALL.put("plan", context -> new CommandLine(new PlanVerb(context)));
        ALL.put("recover", context -> new CommandLine(new RecoverVerb(context)));
        ALL.put("verify", context -> new CommandLine(new VerifyVerb(context)));
        ALL.put("receipt", ReceiptVerb::over);
        ALL.put("expire", context -> new CommandLine(new ExpireVerb(context)));
        ALL.put("bundle", BundleVerb::over);
        ALL.put("freeze", context -> new CommandLine(new FreezeVerb(context)));
        ALL.put("thaw", context -> new CommandLine(new ThawVerb(context)));
        ALL.put("inventory", context -> new CommandLine(new InventoryVerb(context)));
        ALL.put("query", context -> new CommandLine(new QueryVerb(context)));
        ALL.put("reconcile", context -> new CommandLine(new ReconcileVerb(context)));
        ALL.put("doctor", context -> new CommandLine(new DoctorVerb(context)));
        ALL.put("pause", context -> new CommandLine(new PauseVerb(context)));
        ALL.put("resume", context -> new CommandLine(new ResumeVerb(context)));
    }

    private Commands() {}

    /// The first argument that stands where a command stands, or null when there is none.
    static @Nullable String named(String... args) {
        for (int i = 0; i < args.length; i++) {
            if (VALUED.contains(args[i])) {
                i++;
            } else if (!args[i].startsWith("-")) {
                return args[i];
            }
        }
        return null;
    }
}
