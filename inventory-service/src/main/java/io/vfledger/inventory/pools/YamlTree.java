package io.vfledger.inventory.pools;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A YAML text as a tree that knows its lines; what is not as it should be is collected, not thrown one by one. */
final class YamlTree {
    private static final int MOST_FAULTS = 50;

    private final String source;
    private final List<String> faults = new ArrayList<>();
    private final Node root;

    /**
     * Reads a text.
     *
     * @throws PoolsFileException when it is not YAML at all
     */
    YamlTree(String source, String text) {
        this.source = source;
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(10);
        options.setCodePointLimit(PoolsFile.MAX_BYTES);
        try {
            Node read = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            if (read == null) {
                throw new PoolsFileException(
                        source, List.of("it is empty: write 'pools: []' where there shall be none"));
            }
            root = read;
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new PoolsFileException(source, List.of("line " + line + ": not YAML: " + e.getProblem()));
        } catch (YAMLException e) {
            throw new PoolsFileException(source, List.of("not YAML: " + e.getMessage()));
        }
    }

    Item root() {
        return new Item(root);
    }

    void fault(int line, String text) {
        if (faults.size() < MOST_FAULTS) {
            faults.add("line " + line + ": " + text);
        }
    }

    boolean isFaultless() {
        return faults.isEmpty();
    }

    /** Throws what was found so far, if anything was. */
    void throwFaults() {
        if (!faults.isEmpty()) {
            throw new PoolsFileException(source, faults);
        }
    }

    /** A part of the tree. */
    final class Item {
        private final Node node;

        Item(Node node) {
            this.node = node;
        }

        int line() {
            return node.getStartMark().getLine() + 1;
        }

        void fault(String text) {
            YamlTree.this.fault(line(), text);
        }

        boolean isList() {
            return node instanceof SequenceNode;
        }

        /** The fields of a mapping that may have only those; empty, with a fault noted, where it is none. */
        Map<String, Item> fields(List<String> allowed) {
            Map<String, Item> fields = new LinkedHashMap<>();
            if (!(node instanceof MappingNode mapping)) {
                fault("a mapping with the fields " + allowed + " is expected here");
                return fields;
            }
            for (NodeTuple tuple : mapping.getValue()) {
                Item key = new Item(tuple.getKeyNode());
                String name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
                if (!allowed.contains(name)) {
                    key.fault("field '" + name + "' is not known: allowed are " + allowed);
                } else if (fields.put(name, new Item(tuple.getValueNode())) != null) {
                    key.fault("field '" + name + "' is given twice");
                }
            }
            return fields;
        }

        /** The entries of a list; empty, with a fault noted, where it is none or too long. */
        List<Item> list(int most) {
            if (!(node instanceof SequenceNode sequence)) {
                fault("a list is expected here");
                return List.of();
            }
            if (sequence.getValue().size() > most) {
                fault("a list of " + sequence.getValue().size() + " entries is too long: allowed are 0 to " + most);
                return List.of();
            }
            return sequence.getValue().stream().map(Item::new).toList();
        }

        /** The value of a scalar; empty, with a fault noted, where it is none or not valid. */
        <T> Optional<T> value(Function<String, T> reader) {
            if (!(node instanceof ScalarNode scalar)) {
                fault("a single value is expected here");
                return Optional.empty();
            }
            try {
                return Optional.of(reader.apply(scalar.getValue()));
            } catch (IllegalArgumentException e) {
                fault(String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        }
    }
}
