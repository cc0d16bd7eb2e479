package io.tidemark.deploy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A node of a template. What stands under a short tag is kept under its long name: `!Ref A` is the mapping `Ref: A`.
sealed interface Node {
    /// Its first line, from 1.
    int line();

    /// Named nodes, in the order of the file.
    record Mapping(int line, Map<String, Node> entries) implements Node {
        @Override
        public String toString() {
            return entries.toString();
        }
    }

    /// Nodes in their order.
    record Items(int line, List<Node> nodes) implements Node {
        @Override
        public String toString() {
            return nodes.toString();
        }
    }

    /// A scalar, as it is written.
    record Text(int line, String value) implements Node {
        @Override
        public String toString() {
            return value;
        }
    }

    /// What is not there.
    record Absent() implements Node {
        @Override
        public int line() {
            return 0;
        }

        @Override
        public String toString() {
            return "";
        }
    }

    /// Whether it is there.
    default boolean given() {
        return !(this instanceof Absent);
    }

    /// What stands at a path of names.
    default Node at(String... path) {
        Node node = this;
        for (String name : path) {
            node = node.entries().getOrDefault(name, new Absent());
        }
        return node;
    }

    /// Its text; that of a mapping or a list names all that is in it.
    default String text(String... path) {
        return at(path).toString();
    }

    /// The nodes of a list; a node that is no list is a list of itself.
    default List<Node> each(String... path) {
        return switch (at(path)) {
            case Absent _ -> List.of();
            case Items items -> items.nodes();
            case Node one -> List.of(one);
        };
    }

    /// A mapping's entries; what is no mapping has none.
    default Map<String, Node> entries(String... path) {
        return at(path) instanceof Mapping mapping ? mapping.entries() : Map.of();
    }

    /// Itself and everything under it.
    default Stream<Node> walk() {
        return switch (this) {
            case Mapping mapping -> Stream.concat(Stream.of(mapping),
                    mapping.entries().values().stream().flatMap(Node::walk));
            case Items items -> Stream.concat(Stream.of(items), items.nodes().stream().flatMap(Node::walk));
            case Text text -> Stream.of(text);
            case Absent _ -> Stream.of();
        };
    }

    /// The values of all entries of a name, wherever they stand under this node.
    default List<Node> all(String name) {
        return walk().flatMap(node -> node.entries().entrySet().stream()).filter(entry -> entry.getKey().equals(name))
                .map(Map.Entry::getValue).toList();
    }
}
