package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Rows;
import io.tidemark.app.cli.render.Value;
import io.tidemark.app.doctor.Doctor;
import io.tidemark.app.doctor.Finding;
import io.tidemark.app.wiring.Access;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `doctor`: says what is wrong, where to read about it, and what to run.
@Command(name = "doctor",
        header = "Looks at everything and says what is wrong, where to read about it, and what to run.",
        description = "Changes nothing. The worst comes first, and gives the exit code: 4 when events are missing, 3 when something"
                + " is damaged, 5 when business is blocked; advice, and nothing found, is 0.")
public final class DoctorVerb implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--quick", description = "Do not read the events; damage within them is not found then.")
    private boolean quick;

    /// The command over that context.
    public DoctorVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<Finding> findings;
        try (Tidemark tidemark = context.open(Access.READ);
                ProgressLine progress = context.cuttingProgress("read", "records")) {
            findings = new Doctor(tidemark, context.clock()).examine(!quick, progress);
        }
        context.show(Rows.of(findings).column("severity", finding -> Value.of(finding.symptom().severity().name()))
                .column("symptom", finding -> Value.of(finding.symptom().name()))
                .column("evidence", finding -> Value.of(FailureLine.of(finding.evidence())))
                .column("page", finding -> Value.of(finding.symptom().page()))
                .column("command", finding -> Value.of(finding.command())));
        if (findings.isEmpty()) {
            context.tell("nothing is wrong that can be seen from here; `tidemark verify` proves it");
            return ExitCodes.DONE;
        }
        return switch (findings.getFirst().symptom().severity()) {
            case MISSING -> ExitCodes.INCOMPLETE;
            case DAMAGE -> ExitCodes.DIFFERENCE;
            case BLOCKED -> ExitCodes.REFUSED;
            case ADVICE -> ExitCodes.DONE;
        };
    }
}
