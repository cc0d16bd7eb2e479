package io.tidemark.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The templates as `cfn-lint` sees them, which knows every property of every resource, where it is installed.
class LinterTest {
    private record Result(int exit, String output) {}

    private static Result lint(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("cfn-lint"));
        command.addAll(arguments);
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException notInstalled) {
            return new Result(127, String.valueOf(notInstalled.getMessage()));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }

    @Test
    void cfn_lint_finds_nothing() throws IOException, InterruptedException {
        boolean installed = lint(List.of("--version")).exit() == 0;
        if (!installed) {
            System.err.println("CFN-LINT IS NOT INSTALLED: THE TEMPLATES WERE NOT CHECKED AGAINST AWS'S SCHEMAS");
        }
        Assumptions.assumeTrue(installed, "cfn-lint is not installed");

        List<String> files = Template.all().stream()
                .map(template -> Template.folder().resolve("cloudformation").resolve(template.name()).toString())
                .toList();
        Result result = lint(files);
        assertThat(result.output()).isEmpty();
        assertThat(result.exit()).isZero();
    }
}
