package io.vfledger.inventory.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The OpenAPI document, compared with what the service does. */
final class OpenApi {
    private final JsonNode document;

    OpenApi(JsonNode document) {
        this.document = document;
    }

    /** Routes with their parameters, as the document has them. */
    SortedSet<String> routes() {
        SortedSet<String> routes = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            SortedSet<String> parameters = new TreeSet<>();
            path.getValue()
                    .at("/get/parameters")
                    .forEach(parameter -> parameters.add(parameter.path("in").asString() + ":"
                            + parameter.path("name").asString()));
            routes.add(path.getKey() + " " + parameters);
        }
        return routes;
    }

    /** Routes with their parameters, as the service has them. */
    static List<String> routesOf(ApplicationContext context) {
        return context
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .entrySet()
                .stream()
                .filter(route -> route.getValue().getBeanType().getName().startsWith("io.vfledger."))
                .flatMap(route -> route.getKey().getPatternValues().stream()
                        .map(path -> path + " " + parametersOf(route.getValue())))
                .toList();
    }

    private static SortedSet<String> parametersOf(HandlerMethod method) {
        return Arrays.stream(method.getMethodParameters())
                .map(parameter -> {
                    RequestHeader header = parameter.getParameterAnnotation(RequestHeader.class);
                    String name = parameter.getParameter().getName();
                    if (header != null) {
                        return "header:" + header.name();
                    }
                    return (parameter.hasParameterAnnotation(PathVariable.class)
                                    ? "path:"
                                    : parameter.hasParameterAnnotation(RequestParam.class) ? "query:" : "?:")
                            + name;
                })
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Where an answer is not what the document says: fields it does not have, missing ones, other types. */
    List<String> faults(String request, JsonNode answer) {
        List<String> faults = new ArrayList<>();
        check("", schemaOf(request), answer, faults);
        return faults;
    }

    private JsonNode schemaOf(String request) {
        String path = request.replaceFirst("\\?.*", "");
        for (Map.Entry<String, JsonNode> route : document.path("paths").properties()) {
            if (Pattern.matches(route.getKey().replaceAll("\\{[a-z]+}", "[^/]+"), path)) {
                return route.getValue()
                        .path("get")
                        .path("responses")
                        .path("200")
                        .path("content")
                        .path("application/json")
                        .path("schema");
            }
        }
        throw new AssertionError("no route for " + path);
    }

    private void check(String where, JsonNode declared, JsonNode value, List<String> faults) {
        JsonNode schema = declared.has("$ref")
                ? document.at(declared.path("$ref").asString().substring(1))
                : declared;
        String type = schema.path("type").asString();
        boolean fits = switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            default -> false;
        };
        if (!fits) {
            faults.add(where + ": " + value + " is no " + type);
            return;
        }
        if (schema.has("enum") && schema.path("enum").valueStream().noneMatch(value::equals)) {
            faults.add(where + ": " + value + " is not one of " + schema.path("enum"));
        }
        if (value.isArray()) {
            value.forEach(item -> check(where + "[]", schema.path("items"), item, faults));
        }
        if (value.isObject()) {
            checkFields(where, schema, value, faults);
        }
    }

    private void checkFields(String where, JsonNode schema, JsonNode value, List<String> faults) {
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            Optional<JsonNode> declared = Optional.of(schema.path("properties").path(field.getKey()))
                    .filter(node -> !node.isMissingNode())
                    .or(() -> Optional.of(schema.path("additionalProperties")).filter(node -> !node.isMissingNode()));
            if (declared.isPresent()) {
                check(where + "/" + field.getKey(), declared.get(), field.getValue(), faults);
            } else if (schema.has("properties")) {
                faults.add(where + "/" + field.getKey() + " is not in the document");
            }
        }
        schema.path("required").forEach(name -> {
            if (!value.has(name.asString())) {
                faults.add(where + "/" + name.asString() + " is missing");
            }
        });
    }
}
