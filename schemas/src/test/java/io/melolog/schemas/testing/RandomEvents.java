package io.melolog.schemas.testing;

import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.stage.StageParameters;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Any event of a type: every variant, every nullable component absent now and then, text in several scripts. */
public final class RandomEvents {
    private static final String[] LETTERS = {"a", "Z", "0", "-", " ", "\"", "\\", "\n", "\u0000", "é", "ß", "音", "🎼"};

    private final RandomGenerator random;

    public RandomEvents(RandomGenerator random) {
        this.random = random;
    }

    /** A value of a record or of any variant of a sealed type. */
    public <T> T next(Class<T> type) {
        if (type.isSealed()) {
            Class<?>[] variants = type.getPermittedSubclasses();
            return type.cast(next(variants[random.nextInt(variants.length)]));
        }
        if (type == ModelRef.class) {
            return type.cast(new ModelRef("m" + random.nextInt(100), random.nextInt(10) + ".x_1-b"));
        }
        if (type == StageParameters.Pitch.class) {
            double lowest = random.nextDouble(30, 2000);
            Integer semitones = random.nextBoolean() ? null : random.nextInt(1, 25);
            return type.cast(new StageParameters.Pitch(lowest, random.nextDouble(lowest + 1, 4000), semitones));
        }
        if (type == StageParameters.Waveform.class) {
            return type.cast(new StageParameters.Waveform(
                    random.nextInt(1, 1001), List.of(2, random.nextInt(2, 9999)), random.nextInt(1, 100_001)));
        }
        if (type == StageParameters.Separation.class) {
            Integer shifts = random.nextBoolean() ? null : random.nextInt(1, 11);
            return type.cast(new StageParameters.Separation(shifts, random.nextLong(1, Long.MAX_VALUE)));
        }
        return record(type);
    }

    private <T> T record(Class<T> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(components).map(this::component).toArray();
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(type + " cannot be made of " + Arrays.toString(values), e);
        }
    }

    private @Nullable Object component(RecordComponent component) {
        boolean absent = component.getAnnotatedType().isAnnotationPresent(Nullable.class) && random.nextBoolean();
        return absent ? null : value(component.getGenericType());
    }

    private Object value(Type type) {
        if (type instanceof ParameterizedType list) {
            int size = random.nextInt(1, 4);
            return Stream.generate(() -> value(list.getActualTypeArguments()[0]))
                    .limit(size)
                    .toList();
        }
        Class<?> known = (Class<?>) type;
        return known.isEnum() ? pick(known.getEnumConstants()) : scalar(known);
    }

    private Object scalar(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "String" -> text();
            case "int", "Integer" -> random.nextInt();
            case "long", "Long" -> random.nextLong();
            case "double", "Double" -> random.nextBoolean() ? random.nextDouble() : random.nextGaussian() * 1e300;
            case "boolean", "Boolean" -> random.nextBoolean();
            case "Instant" -> Instant.ofEpochSecond(random.nextLong(0, 4_102_444_800L), random.nextInt(1_000_000_000));
            default -> next(type);
        };
    }

    private String text() {
        var text = new StringBuilder();
        for (int letters = random.nextInt(12); letters > 0; letters--) {
            text.append(LETTERS[random.nextInt(LETTERS.length)]);
        }
        return text.toString();
    }

    private Object pick(Object[] values) {
        return values[random.nextInt(values.length)];
    }
}
