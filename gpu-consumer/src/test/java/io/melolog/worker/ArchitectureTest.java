package io.melolog.worker;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

@AnalyzeClasses(packages = "io.melolog.worker", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule SIGNAL_PROCESSING_NEEDS_THE_JDK_ONLY = classes()
            .that()
            .resideInAPackage("..dsp..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("java..", "org.jspecify..", "io.melolog.worker.dsp.."));

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.melolog.worker.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule SPRING_STAYS_AT_THE_EDGE = noClasses()
            .that()
            .resideOutsideOfPackage("..app..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule KAFKA_STAYS_WITH_THE_LEASES_AND_THE_CATALOGUE = noClasses()
            .that()
            .resideOutsideOfPackages("..lease..", "..model..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule STORAGE_CLIENT_STAYS_WITH_THE_STORAGE = noClasses()
            .that()
            .resideOutsideOfPackages("..storage..", "..app..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.minio..");

    @ArchTest
    static final ArchRule NATIVE_LIBRARIES_STAY_IN_THE_CHILD = noClasses()
            .that()
            .resideOutsideOfPackage("..decode..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bytedeco..");

    @ArchTest
    static final ArchRule SEGMENTS_AND_DEVICES_KNOW_NO_ENGINE = classes()
            .that()
            .resideInAnyPackage("..neural.engine..", "..neural.segment..", "..neural.device..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "org.slf4j..",
                    "io.melolog.schemas.model..",
                    "io.melolog.worker.dsp..",
                    "io.melolog.worker.neural.engine..",
                    "io.melolog.worker.neural.segment..",
                    "io.melolog.worker.neural.device.."));

    /** The worker's own process never loads PyTorch: a crash of it would end the worker. */
    @ArchTest
    static final ArchRule ENGINES_STAY_IN_THE_CHILD = noClasses()
            .that()
            .resideOutsideOfPackage("..neural.torch..")
            .and()
            .doNotHaveFullyQualifiedName("io.melolog.worker.neural.child.ChildMain")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl..", "..neural.torch..");

    @ArchTest
    static final ArchRule NETWORKS_RUN_IN_THE_CHILD = noClasses()
            .that()
            .resideOutsideOfPackage("..neural..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..neural.device..", "..neural.segment..", "..neural.checkpoint..");

    @ArchTest
    static final ArchRule TIME_COMES_FROM_A_CLOCK = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");
}
