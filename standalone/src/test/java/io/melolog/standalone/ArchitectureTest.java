package io.melolog.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.melolog.standalone", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule layers = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("command line")
            .definedBy("io.melolog.standalone.cli")
            .layer("models")
            .definedBy("io.melolog.standalone.model")
            .layer("server")
            .definedBy("io.melolog.standalone.server")
            .layer("broker")
            .definedBy("io.melolog.standalone.broker")
            .layer("storage")
            .definedBy("io.melolog.standalone.storage")
            .whereLayer("command line")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("models")
            .mayOnlyBeAccessedByLayers("command line")
            .whereLayer("server")
            .mayOnlyBeAccessedByLayers("command line")
            .whereLayer("broker")
            .mayOnlyBeAccessedByLayers("server")
            .whereLayer("storage")
            .mayOnlyBeAccessedByLayers("server");

    @ArchTest
    static final ArchRule theCommandLineUsesHttpOnly = noClasses()
            .that()
            .resideInAPackage("io.melolog.standalone.cli")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.melolog.ingest..", "io.melolog.topology..", "io.melolog.worker..", "io.melolog.notifier..");

    @ArchTest
    static final ArchRule modelsOnlyLookIntoFiles = noClasses()
            .that()
            .resideInAPackage("io.melolog.standalone.model")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.melolog.ingest..",
                    "io.melolog.topology..",
                    "io.melolog.worker.app..",
                    "io.melolog.worker.neural.torch..",
                    "io.melolog.notifier..",
                    "org.springframework..");
}
