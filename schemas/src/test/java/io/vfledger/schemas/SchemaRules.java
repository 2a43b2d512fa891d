package io.vfledger.schemas;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** What every schema of the contract has to keep to, so that it can be changed later without breaking anybody. */
final class SchemaRules {
    private SchemaRules() {}

    /** What is wrong with a schema and with all that it refers to; empty where nothing is. */
    static List<String> broken(Schema schema) {
        List<String> broken = new ArrayList<>();
        check(schema, broken, new HashSet<>());
        return broken;
    }

    private static void check(Schema schema, List<String> broken, Set<String> seen) {
        switch (schema.getType()) {
            case RECORD -> checkRecord(schema, broken, seen);
            case ENUM -> checkEnum(schema, broken, seen);
            case ARRAY -> check(schema.getElementType(), broken, seen);
            case MAP -> check(schema.getValueType(), broken, seen);
            case UNION -> checkUnion(schema, broken, seen);
            case FIXED -> broken.add(schema.getFullName() + " is a fixed: its size could never change");
            case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {}
        }
    }

    private static void checkRecord(Schema schema, List<String> broken, Set<String> seen) {
        if (!seen.add(schema.getFullName())) {
            return;
        }
        if (isBlank(schema.getDoc())) {
            broken.add(schema.getName() + " has no doc");
        }
        for (Schema.Field field : schema.getFields()) {
            String name = schema.getName() + "." + field.name();
            if (isBlank(field.doc())) {
                broken.add(name + " has no doc");
            }
            if (!field.hasDefaultValue()) {
                broken.add(name + " has no default");
            }
            if (!field.name().matches("[a-z][a-z0-9]*(_[a-z0-9]+)*")) {
                broken.add(name + " is not snake_case");
            }
            check(field.schema(), broken, seen);
        }
    }

    private static void checkEnum(Schema schema, List<String> broken, Set<String> seen) {
        if (!seen.add(schema.getFullName())) {
            return;
        }
        if (isBlank(schema.getDoc())) {
            broken.add(schema.getName() + " has no doc");
        }
        if (!"UNKNOWN".equals(schema.getEnumDefault())) {
            broken.add(schema.getName() + " does not have UNKNOWN as its default symbol");
        }
    }

    private static void checkUnion(Schema schema, List<String> broken, Set<String> seen) {
        List<Schema> types = schema.getTypes();
        if (types.size() != 2 || types.get(0).getType() != Schema.Type.NULL) {
            broken.add("union " + schema + " is not [null, X]");
        }
        types.forEach(type -> check(type, broken, seen));
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
