package io.melolog.schemas;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Whoever builds on the contract gets Jackson, the Kafka client and nothing else. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.melolog.schemas");

    @Test
    void shouldDependOnTheJdkJacksonAndTheKafkaClientOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.melolog.schemas..",
                        "java..",
                        "com.fasterxml.jackson.annotation..",
                        "tools.jackson..",
                        "org.apache.kafka.common..",
                        "org.jspecify.annotations..")
                .orShould()
                .haveFullyQualifiedName("io.melolog.schemas.topic.TopicCreator")
                .check(CLASSES);
        classes()
                .that()
                .haveSimpleName("TopicCreator")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.melolog.schemas.topic..", "java..", "org.apache.kafka..", "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        slices().matching("io.melolog.schemas.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void shouldNotAskTheClockItself() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }
}
