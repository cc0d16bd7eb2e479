package io.tidemark.app.cli.verb;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// Gathers what names an installation on AWS: the environment, and a file of lines `NAME=value` that fills in what the environment does not
/// say.
final class AwsSettings {
    private static final String FILE = "TIDEMARK_CONFIG";

    private AwsSettings() {}

    /// The variables.
    ///
    /// @param environment the environment
    /// @param given       the file that an option names, or null: then the one that the variable `TIDEMARK_CONFIG` names, if any
    static Map<String, String> of(Map<String, String> environment, @Nullable Path given) {
        String named = environment.get(FILE);
        Path file = given == null && named != null && !named.isBlank() ? Path.of(named) : given;
        Map<String, String> settings = new HashMap<>();
        if (file != null) {
            read(file).forEach((name, value) -> settings.put(String.valueOf(name), String.valueOf(value)));
        }
        environment.forEach((name, value) -> {
            if (!value.isBlank()) {
                settings.put(name, value);
            }
        });
        return settings;
    }

    private static Properties read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
            return properties;
        } catch (MalformedInputException | IllegalArgumentException e) {
            throw new CommandFailure(ExitCodes.USAGE, file + ": not a file of lines NAME=value", e);
        } catch (IOException e) {
            throw new CommandFailure(ExitCodes.USAGE, file + ": cannot be read as settings: "
                    + (Files.exists(file) ? e.getMessage() : "there is no such file"), e);
        }
    }
}
