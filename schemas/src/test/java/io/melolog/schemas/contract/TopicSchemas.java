package io.melolog.schemas.contract;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.generator.TypeScope;
import com.github.victools.jsonschema.generator.impl.DefinitionKey;
import com.github.victools.jsonschema.generator.naming.DefaultSchemaDefinitionNamingStrategy;
import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.topic.Topic;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON Schemas (2020-12) of what {@link EventJson} writes. Fields that a newer writer adds are valid. */
final class TopicSchemas {
    private static final String MODEL_PART = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    private final Descriptions descriptions = new Descriptions();
    private final SchemaGenerator generator = generator();

    /** The schema of every event of a topic. */
    ObjectNode of(Topic<?> topic) {
        ObjectNode generated = generator.generateSchema(topic.valueType());
        ObjectNode schema = EventJson.mapper().createObjectNode();
        schema.set("$schema", generated.remove("$schema"));
        schema.put("title", topic.name());
        schema.put("description", topic.purpose());
        schema.set("$ref", generated.get("$ref"));
        schema.set("$defs", sorted(generated.get("$defs")));
        return schema;
    }

    /** Where in its topic's schema an event's own schema is, as a JSON pointer. */
    static String pointer(Class<?> event) {
        return "#/$defs/" + Descriptions.simpleName(event);
    }

    private SchemaGenerator generator() {
        var builder = new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(
                        Option.DEFINITIONS_FOR_ALL_OBJECTS,
                        Option.DEFINITION_FOR_MAIN_SCHEMA,
                        Option.PLAIN_DEFINITION_KEYS,
                        Option.INLINE_NULLABLE_SCHEMAS)
                .without(Option.FLATTENED_ENUMS);
        builder.forFields()
                .withNullableCheck(field -> !isRequired(field))
                .withRequiredCheck(TopicSchemas::isRequired)
                .withDescriptionResolver((FieldScope field) -> describe(field));
        builder.forTypesInGeneral()
                .withPropertySorter(Comparator.comparingInt(member -> 0))
                .withDescriptionResolver((TypeScope scope) -> describe(scope))
                .withDefinitionNamingStrategy(new NestedNames())
                .withCustomDefinitionProvider((type, context) -> custom(type.getErasedType(), context))
                .withTypeAttributeOverride((node, scope, context) ->
                        addDiscriminator(node, scope.getType().getErasedType()));
        return new SchemaGenerator(builder.build());
    }

    private static boolean isRequired(FieldScope field) {
        return component(field).getAnnotatedType().getAnnotation(Nullable.class) == null;
    }

    private static RecordComponent component(FieldScope field) {
        Class<?> record = field.getDeclaringType().getErasedType();
        return Arrays.stream(record.getRecordComponents())
                .filter(component -> component.getName().equals(field.getDeclaredName()))
                .findFirst()
                .orElseThrow();
    }

    private @Nullable String describe(FieldScope field) {
        return field.isFakeContainerItemScope()
                ? null
                : descriptions.of(field.getDeclaringType().getErasedType(), field.getDeclaredName());
    }

    private @Nullable String describe(TypeScope scope) {
        Class<?> type = scope.getType().getErasedType();
        return type.isEnum() ? null : descriptions.of(type);
    }

    private static @Nullable CustomDefinition custom(Class<?> type, SchemaGenerationContext context) {
        ObjectNode node = EventJson.mapper().createObjectNode();
        if (type == Instant.class) {
            return inline(node.put("type", "string").put("format", "date-time"));
        }
        if (type == ModelRef.class) {
            return inline(node.put("type", "string").put("pattern", "^" + MODEL_PART + "@" + MODEL_PART + "$"));
        }
        if (type.isEnum()) {
            ArrayNode names = node.put("type", "string").putArray("enum");
            for (Object constant : type.getEnumConstants()) {
                names.add(EventJson.mapper().<JsonNode>valueToTree(constant));
            }
            return inline(node);
        }
        if (type.isSealed()) {
            ArrayNode variants = node.putArray("oneOf");
            for (Class<?> variant : type.getPermittedSubclasses()) {
                ResolvedType resolved = context.getTypeContext().resolve(variant);
                variants.add(context.createDefinitionReference(resolved));
            }
            return new CustomDefinition(node);
        }
        return null;
    }

    private static CustomDefinition inline(ObjectNode node) {
        return new CustomDefinition(
                node, CustomDefinition.DefinitionType.INLINE, CustomDefinition.AttributeInclusion.YES);
    }

    /** A variant of a sealed type carries its name, first of its fields. */
    private static void addDiscriminator(ObjectNode node, Class<?> type) {
        JsonTypeName name = type.getAnnotation(JsonTypeName.class);
        if (name == null || !node.has("type")) {
            return;
        }
        String property = discriminator(type);
        ObjectNode properties = EventJson.mapper().createObjectNode();
        properties.putObject(property).put("const", name.value());
        if (node.get("properties") instanceof ObjectNode others) {
            others.properties().forEach(field -> properties.set(field.getKey(), field.getValue()));
        }
        ArrayNode required = EventJson.mapper().createArrayNode().add(property);
        if (node.get("required") instanceof ArrayNode others) {
            others.forEach(required::add);
        }
        node.set("properties", properties);
        node.set("required", required);
    }

    private static String discriminator(Class<?> variant) {
        for (Class<?> parent : variant.getInterfaces()) {
            JsonTypeInfo info = parent.getAnnotation(JsonTypeInfo.class);
            if (info != null) {
                return info.property();
            }
        }
        throw new AssertionError("a variant of what? " + variant);
    }

    private static ObjectNode sorted(JsonNode definitions) {
        ObjectNode result = EventJson.mapper().createObjectNode();
        definitions.propertyNames().stream()
                .sorted()
                .forEach(name -> result.set(name, readable(definitions.get(name))));
        return result;
    }

    /** What it is comes before what it is made of. */
    private static JsonNode readable(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode result = EventJson.mapper().createObjectNode();
                if (object.path("description").isString()) {
                    result.set("description", object.get("description"));
                }
                object.properties().forEach(field -> result.set(field.getKey(), readable(field.getValue())));
                yield result;
            }
            case ArrayNode array -> {
                ArrayNode result = EventJson.mapper().createArrayNode();
                array.forEach(element -> result.add(readable(element)));
                yield result;
            }
            default -> node;
        };
    }

    /** {@code WorkReported.Started}, so that variants of one name stay apart. */
    private static final class NestedNames extends DefaultSchemaDefinitionNamingStrategy {
        @Override
        public String getDefinitionNameForKey(DefinitionKey key, SchemaGenerationContext context) {
            return Descriptions.simpleName(key.getType().getErasedType());
        }
    }
}
