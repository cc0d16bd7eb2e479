package io.tidemark.deploy;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// One CloudFormation template, parsed, with nothing resolved.
///
/// @param name  its file's name
/// @param lines its text
/// @param root  its whole
record Template(String name, List<String> lines, Node root) {
    /// A resource.
    ///
    /// @param template where it stands
    /// @param id       its logical name
    /// @param body     all of it
    record Resource(Template template, String id, Node body) {
        String type() {
            return body.text("Type");
        }

        Node property(String... path) {
            return body.at("Properties").at(path);
        }

        @Override
        public String toString() {
            return template.name() + ": " + id;
        }
    }

    /// Every template of the project, in the order in which they are deployed.
    static List<Template> all() {
        Path folder = folder().resolve("cloudformation");
        try (Stream<Path> files = Files.list(folder)) {
            List<Template> templates = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                templates.add(parse(file.getFileName().toString(), Files.readString(file)));
            }
            return templates;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The folder of the templates and scripts. Tests may be started in the module's folder or in the project's.
    static Path folder() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("cloudformation")) ? here : here.resolve("deploy");
    }

    /// The one whose name ends so.
    static Template named(String ending) {
        return all().stream().filter(template -> template.name().endsWith(ending)).findFirst().orElseThrow();
    }

    static Template parse(String name, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        org.yaml.snakeyaml.nodes.Node root = new Yaml(options).compose(new StringReader(text));
        return new Template(name, text.lines().toList(), convert(root));
    }

    private static Node convert(org.yaml.snakeyaml.nodes.Node node) {
        int line = node.getStartMark().getLine() + 1;
        Node plain = switch (node) {
            case ScalarNode scalar -> new Node.Text(line, scalar.getValue());
            case SequenceNode sequence ->
                    new Node.Items(line, sequence.getValue().stream().map(Template::convert).toList());
            case MappingNode mapping -> convertMapping(line, mapping);
            default -> throw new IllegalArgumentException("line " + line + ": " + node.getNodeId());
        };
        String tag = node.getTag().getValue();
        if (!tag.startsWith("!")) {
            return plain;
        }
        String function = switch (tag) {
            case "!Ref", "!Condition" -> tag.substring(1);
            default -> "Fn::" + tag.substring(1);
        };
        return new Node.Mapping(line, Map.of(function, plain));
    }

    private static Node convertMapping(int line, MappingNode mapping) {
        Map<String, Node> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String name = ((ScalarNode) tuple.getKeyNode()).getValue();
            if (entries.put(name, convert(tuple.getValueNode())) != null) {
                throw new IllegalArgumentException(
                        "line " + (tuple.getKeyNode().getStartMark().getLine() + 1) + ": " + name + " stands twice");
            }
        }
        return new Node.Mapping(line, entries);
    }

    List<Resource> resources() {
        return root.entries("Resources").entrySet().stream()
                .map(entry -> new Resource(this, entry.getKey(), entry.getValue())).toList();
    }

    List<Resource> resources(String type) {
        return resources().stream().filter(resource -> resource.type().equals(type)).toList();
    }

    Resource resource(String id) {
        return resources().stream().filter(resource -> resource.id().equals(id)).findFirst().orElseThrow();
    }

    Map<String, Node> parameters() {
        return root.entries("Parameters");
    }

    /// The comment that stands right above a line, without its marks.
    String commentAbove(int line) {
        int first = line - 1;
        while (first > 0 && lines.get(first - 1).strip().startsWith("#")) {
            first--;
        }
        return String.join("\n", lines.subList(first, line - 1).stream().map(text -> text.strip().substring(1).strip())
                .toList());
    }

    /// Every statement of every policy in it, whoever's policy it is.
    List<Node> statements() {
        return root.all("Statement").stream().flatMap(statement -> statement.each().stream()).toList();
    }
}
