package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Fields;
import io.tidemark.app.cli.render.Rows;
import io.tidemark.app.cli.render.Value;
import io.tidemark.app.wiring.Access;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `bundle verify`: reads bundles again and names what is wrong, and whom it concerns.
@Command(name = "verify",
        header = "Reads bundles again; names damaged ones with the events and accounts that they held.",
        description = "The exit code is 3 when one is damaged or missing, otherwise 4 when one is in cold storage and could not"
                + " be read.")
final class BundleVerifyVerb implements Callable<Integer> {
    private static final int MOST_NAMED = 20;

    private final CommandContext context;

    @Parameters(arity = "0..*", paramLabel = "ID", description = "The bundles' names. Default: all.")
    private List<String> ids = List.of();

    BundleVerifyVerb(CommandContext context) {
        this.context = context;
    }

    private record Checked(String id, String state, List<Bundles.Fault> faults) {}

    @Override
    public Integer call() throws IOException {
        List<Checked> checks = new ArrayList<>();
        try (Tidemark tidemark = context.open(Access.READ)) {
            Bundles bundles = tidemark.bundles();
            List<String> wanted = ids.isEmpty() ? bundles.list().stream().map(Bundles.Bundle::id).toList() : ids;
            for (String id : wanted) {
                checks.add(check(bundles, id));
            }
        }
        context.show(Rows.of(checks).column("id", check -> Value.of(check.id))
                .column("state", check -> Value.of(check.state)).column("faults", BundleVerifyVerb::faults));
        int code = ExitCodes.DONE;
        for (Checked check : checks) {
            for (Bundles.Fault fault : check.faults) {
                code = ExitCodes.DIFFERENCE;
                context.tell("tidemark: bundle " + check.id + ": " + FailureLine.of(fault.description()) + held(fault));
            }
            code = code == ExitCodes.DONE && check.state.equals("frozen") ? ExitCodes.INCOMPLETE : code;
        }
        return code;
    }

    private Checked check(Bundles bundles, String id) {
        try {
            List<Bundles.Fault> faults = bundles.verify(id);
            return new Checked(id, faults.isEmpty() ? "whole" : "damaged", faults);
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.FROZEN) {
                throw e;
            }
            context.warn(FailureLine.of(e.getMessage()));
            return new Checked(id, "frozen", List.of());
        }
    }

    private static Value faults(Checked check) {
        return Rows.of(check.faults).column("firstPosition", fault -> BundleListVerb.position(fault.firstPosition()))
                .column("lastPosition", fault -> BundleListVerb.position(fault.lastPosition()))
                .column("description", fault -> Value.of(fault.description()))
                .column("events", fault -> new Fields().addAll("events", fault.held(),
                        held -> new Fields().add("position", BundleListVerb.position(held.position()))
                                .add("key", held.key().text())
                                .addAll("accounts", held.accounts(), Value::of)));
    }

    private static String held(Bundles.Fault fault) {
        if (fault.held().isEmpty()) {
            return "";
        }
        Set<String> accounts = new TreeSet<>();
        fault.held().forEach(held -> accounts.addAll(held.accounts()));
        return "; it held " + fault.held().size() + " events ("
                + some(fault.held().stream().map(held -> held.key().text()).toList()) + ") of " + accounts.size()
                + " accounts (" + some(List.copyOf(accounts)) + ")";
    }

    private static String some(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())));
        return names.size() > MOST_NAMED ? first + ", ...; --output json names all" : first;
    }
}
