package io.melolog.notifier;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

@AnalyzeClasses(packages = "io.melolog.notifier", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule springStaysInApp = noClasses()
            .that()
            .resideOutsideOfPackage("io.melolog.notifier.app..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule theReducerIsPure = classes()
            .that()
            .haveSimpleName("JobStatusReducer")
            .or()
            .haveSimpleName("StatusChange")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "io.melolog.schemas..", "io.melolog.notifier.jobstatus");

    @ArchTest
    static final ArchRule servicesShareTopicsNeverClasses = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.melolog.ingest..", "io.melolog.topology..", "io.melolog.worker..");

    @ArchTest
    static final ArchRule timeIsInjected = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("io.melolog.notifier.(*)..").should().beFreeOfCycles();
}
