package io.tidemark.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Runs a deploy script beside an `aws` of our own, which writes down what it was asked and does nothing.
final class Script {
    /// The lab's own variables with the lab's own names.
    private static final Map<String, String> LAB = Map.of("AWS_PROFILE", "lab4", "AWS_REGION", "eu-central-1",
            "ARTIFACT_S3_BUCKET_NAME", "lab4-artifacts-qpwoeiryt", "S3_BUCKET_STACK_NAME", "lab4-new-events",
            "NEW_EVENT_BUCKET_NAME_PARAM", "lab4-new-events-qpwoeiryt", "ARCHIVE_EVENT_BUCKET_NAME_PARAM",
            "lab4-archive-events-qpwoeiryt", "ARCHIVE_INVENTORY_BUCKET_NAME_PARAM",
            "lab4-archive-events-inventory-qpwoeiryt", "DYNAMODB_OBJECT_TABLE_NAME_PARAM",
            "lab4_event_objects_qweriuyt",
            "DYNAMODB_ACCOUNTS_TABLE_NAME_PARAM", "lab4_bank_accounts_qweriuyt");

    /// One argument a line, and an empty line after each call.
    private static final String AWS = """
            #!/usr/bin/env bash
            { printf '%s\\n' "$@"; echo; } >>"$CALLS"
            case "$1 $2" in
            "s3api list-object-versions")
                # What is in a bucket is listed once; then the bucket is empty.
                seen=$CALLS.$4
                [[ -e $seen ]] || echo '{"Objects": [{"Key": "a.event", "VersionId": "1"}], "Quiet": true}'
                touch "$seen" ;;
            "s3api delete-objects") cat >>"$CALLS.deleted" ;;
            "sts get-caller-identity") echo arn:aws:sts::123456789012:assumed-role/deployer/me ;;
            "cloudformation describe-stacks") echo "${DELETERS:-}" ;;
            "sqs get-queue-url") echo "url-of-$4" ;;
            esac
            [[ " $* " != *" $FAILS "* ]]
            """;

    private final Path folder;
    private final Map<String, String> environment = new LinkedHashMap<>(LAB);

    /// What came of a run: its exit code, what it printed, and each call of `aws` with its arguments.
    record Run(int exit, String output, String errors, List<List<String>> calls) {
        /// The values that follow an option, one for each call that has it.
        List<String> every(String option) {
            return calls.stream().filter(call -> call.contains(option))
                    .map(call -> call.get(call.indexOf(option) + 1)).toList();
        }

        List<List<String>> calls(String service, String verb) {
            return calls.stream().filter(call -> call.get(0).equals(service) && call.get(1).equals(verb)).toList();
        }

        /// The parameters that a template was deployed with.
        Map<String, String> parameters(String template) {
            List<String> call = calls("cloudformation", "deploy").stream()
                    .filter(one -> one.get(one.indexOf("--template-file") + 1).endsWith(template)).findFirst()
                    .orElseThrow();
            Map<String, String> parameters = new LinkedHashMap<>();
            for (String pair : call.subList(call.indexOf("--parameter-overrides") + 1, call.size())) {
                int equals = pair.indexOf('=');
                parameters.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
            return parameters;
        }
    }

    Script(Path folder) throws IOException {
        this.folder = folder;
        Path aws = Files.createDirectories(folder.resolve("bin")).resolve("aws");
        Files.writeString(aws, AWS);
        if (!aws.toFile().setExecutable(true)) {
            throw new IOException(aws + " cannot be made executable");
        }
        Path code = Files.writeString(folder.resolve("functions.zip"), "the functions' code");
        with("FUNCTION_PACKAGE", code.toString()).with("FAILS", "nothing");
    }

    Script with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Script without(String name) {
        environment.remove(name);
        return this;
    }

    Run run(String script, String... arguments) throws IOException, InterruptedException {
        Path calls = folder.resolve("calls");
        Files.writeString(calls, "");
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        List<String> command = new ArrayList<>(List.of("bash", Template.folder().resolve(script).toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder process = new ProcessBuilder(command).redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        String path = Objects.requireNonNullElse(process.environment().get("PATH"), "/usr/bin:/bin");
        process.environment().clear();
        process.environment().putAll(environment);
        process.environment().put("PATH", folder.resolve("bin") + ":" + path);
        process.environment().put("CALLS", calls.toString());
        int exit = process.start().waitFor();
        return new Run(exit, Files.readString(output), Files.readString(errors), read(calls));
    }

    /// What was handed to `aws s3api delete-objects`.
    String deleted() throws IOException {
        Path deleted = folder.resolve("calls.deleted");
        return Files.exists(deleted) ? Files.readString(deleted, StandardCharsets.UTF_8) : "";
    }

    private static List<List<String>> read(Path calls) throws IOException {
        List<List<String>> all = new ArrayList<>();
        List<String> call = new ArrayList<>();
        for (String line : Files.readAllLines(calls)) {
            if (line.isEmpty()) {
                all.add(call);
                call = new ArrayList<>();
            } else {
                call.add(line);
            }
        }
        return all;
    }
}
