package io.tidemark.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.deploy.Template.Resource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What a template names is there: in itself, or in the stack that it takes from.
class ReferenceTest {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^!}][^}]*)}");
    /// More than this must go through a bucket first.
    private static final int MAX_TEMPLATE_BYTES = 51_200;
    /// Which template makes the stack that a parameter names.
    private static final Map<String,
            String> STACKS = Map.of("KeyStackNameParam", "key.yaml", "QueueStackNameParam", "queues.yaml");
    /// The properties that name a resource for the whole account.
    private static final Set<String> NAMES = Set.of("TableName", "BucketName", "QueueName", "TopicName", "FunctionName",
            "RoleName", "AlarmName", "DashboardName", "LogGroupName", "AliasName");
    private static final Set<String> NAMED_BY_NAME = Set.of("AWS::Athena::WorkGroup", "AWS::Scheduler::Schedule");

    private final List<Template> templates = Template.all();

    /// Names of parameters and resources that a template refers to, wherever it does.
    private static Set<String> references(Template template) {
        Set<String> names = new HashSet<>();
        template.root().all("Ref").forEach(node -> names.add(node.text()));
        template.root().all("Fn::GetAtt")
                .forEach(node -> names.add(node.text().replaceAll("\\..*", "")));
        template.root().all("Fn::Sub").forEach(node -> {
            Matcher variables = VARIABLE.matcher(node.text());
            while (variables.find()) {
                names.add(variables.group(1).replaceAll("\\..*", ""));
            }
        });
        return names;
    }

    @Test
    void what_is_referred_to_is_there() {
        for (Template template : templates) {
            Set<String> known = new HashSet<>(template.parameters().keySet());
            template.resources().forEach(resource -> known.add(resource.id()));

            assertThat(references(template)).as(template.name()).filteredOn(name -> !name.startsWith("AWS::"))
                    .isSubsetOf(known);
            for (Resource resource : template.resources()) {
                assertThat(resource.body().each("DependsOn").stream().map(Node::text)).as(resource.toString())
                        .isSubsetOf(known);
            }
        }
    }

    @Test
    void conditions_are_declared_and_used() {
        for (Template template : templates) {
            Set<String> used = template.root().at("Resources").all("Fn::If").stream()
                    .map(node -> node.each().getFirst().text()).collect(Collectors.toSet());
            template.resources().stream().map(resource -> resource.body().text("Condition"))
                    .filter(name -> !name.isEmpty()).forEach(used::add);

            assertThat(used).as(template.name())
                    .containsExactlyInAnyOrderElementsOf(template.root().entries("Conditions").keySet());
        }
    }

    @Test
    void every_parameter_is_described_and_used() {
        for (Template template : templates) {
            assertThat(references(template)).as(template.name()).containsAll(template.parameters().keySet());
            template.parameters().forEach((name, parameter) -> assertThat(parameter.text("Description"))
                    .as("%s: %s", template.name(), name).isNotEmpty());
        }
    }

    @Test
    void a_parameter_is_the_same_in_each_template_that_has_it() {
        Map<String, String> seen = new HashMap<>();
        for (Template template : templates) {
            template.parameters().forEach((name, parameter) -> {
                String form = parameter.text("Type") + " " + parameter.text("Default");
                assertThat(form).as("%s: %s", template.name(), name).isEqualTo(seen.getOrDefault(name, form));
                seen.put(name, form);
            });
        }
    }

    @Test
    void every_name_comes_from_a_parameter() {
        for (Template template : templates) {
            for (Resource resource : template.resources()) {
                resource.property().entries().forEach((property, value) -> {
                    if (NAMES.contains(property)
                            || (property.equals("Name") && NAMED_BY_NAME.contains(resource.type()))) {
                        assertThat(value.text()).as("%s, %s", resource, property)
                                .matches("\\{(Ref=|Fn::Sub=.*\\$\\{)[A-Za-z]+.*");
                    }
                });
            }
        }
    }

    private static Set<String> exports(Template template) {
        return template.root().entries("Outputs").values().stream().map(output -> output.text("Export", "Name"))
                .filter(name -> !name.isEmpty()).map(name -> {
                    assertThat(name).startsWith("{Fn::Sub=${AWS::StackName}-");
                    return name.substring("{Fn::Sub=${AWS::StackName}-".length(), name.length() - 1);
                }).collect(Collectors.toSet());
    }

    @Test
    void what_a_stack_takes_is_what_another_gives() {
        Pattern form = Pattern.compile("\\{Fn::Sub=\\$\\{(\\w+)}-(\\w+)}");
        Map<String, Set<String>> taken = new HashMap<>();
        for (Template template : templates) {
            for (Node node : template.root().all("Fn::ImportValue")) {
                Matcher matcher = form.matcher(node.text());
                assertThat(matcher.matches()).as("%s:%d %s", template.name(), node.line(), node).isTrue();
                assertThat(STACKS).containsKey(matcher.group(1));
                taken.computeIfAbsent(matcher.group(1), stack -> new HashSet<>()).add(matcher.group(2));
            }
        }

        Map<String, Set<String>> given = new HashMap<>();
        STACKS.forEach((parameter, template) -> given.put(parameter, exports(Template.named(template))));
        assertThat(taken).isEqualTo(given);
    }

    @Test
    void a_stack_is_deployed_after_those_it_takes_from() {
        List<String> broken = new ArrayList<>();
        for (Template template : templates) {
            for (String parameter : template.parameters().keySet()) {
                if (STACKS.containsKey(parameter)
                        && Template.named(STACKS.get(parameter)).name().compareTo(template.name()) >= 0) {
                    broken.add(template.name() + " takes from " + parameter);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void a_template_can_be_sent_as_it_is() {
        for (Template template : templates) {
            assertThat(String.join("\n", template.lines()).getBytes(StandardCharsets.UTF_8).length).as(template.name())
                    .isLessThan(MAX_TEMPLATE_BYTES);
        }
    }
}
