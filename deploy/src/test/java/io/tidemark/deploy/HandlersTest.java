package io.tidemark.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The handlers that the templates name are classes of the module `aws`.
class HandlersTest {
    private static final Pattern HANDLER = Pattern.compile("([a-z.]+)\\.([A-Za-z]+)::([a-zA-Z]+)");

    @Test
    void every_handler_is_a_class_that_has_the_method() throws Exception {
        Path sources = Template.folder().resolveSibling("aws").resolve("src/main/java");
        List<String> handlers = Template.all().stream()
                .flatMap(template -> template.resources("AWS::Lambda::Function").stream()
                        .map(function -> function.property("Handler", "Ref").text())
                        .map(name -> template.root().text("Parameters", name, "Default")))
                .toList();
        assertThat(handlers).hasSize(5);
        for (String handler : handlers) {
            Matcher form = HANDLER.matcher(handler);
            assertThat(form.matches()).as(handler).isTrue();
            Path source = sources.resolve(form.group(1).replace('.', '/')).resolve(form.group(2) + ".java");
            assertThat(source).exists().content().contains(" " + form.group(3) + "(");
        }
    }
}
