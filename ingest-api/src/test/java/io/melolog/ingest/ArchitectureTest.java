package io.melolog.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.melolog.ingest.tenant.Caller;

@AnalyzeClasses(packages = "io.melolog.ingest", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule FEATURES_FORM_NO_CYCLE =
            slices().matching("io.melolog.ingest.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule OTHER_SERVICES_ARE_REACHED_BY_TOPICS_ONLY = classes()
            .that()
            .resideInAPackage("io.melolog.ingest..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.melolog.ingest..",
                    "io.melolog.schemas..",
                    "java..",
                    "javax.net..",
                    "jakarta.servlet..",
                    "org.springframework..",
                    "org.apache.catalina..",
                    "org.apache.coyote..",
                    "org.apache.tomcat..",
                    "org.apache.kafka..",
                    "org.rocksdb..",
                    "io.minio..",
                    "okhttp3..",
                    "com.nimbusds..",
                    "io.micrometer..",
                    "com.fasterxml.jackson.annotation..",
                    "tools.jackson..",
                    "org.slf4j..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule WHAT_IS_NOT_HTTP_KNOWS_NO_SPRING = noClasses()
            .that()
            .resideInAnyPackage("..view..", "..queue..", "..log..", "..storage..", "..tenant..", "..metric..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule ONLY_STORAGE_SPEAKS_S3 = noClasses()
            .that()
            .resideOutsideOfPackage("..storage..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.minio..");

    @ArchTest
    static final ArchRule ONLY_ACCESS_VERIFIES_TOKENS = noClasses()
            .that()
            .resideOutsideOfPackage("..access..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.nimbusds..", "org.springframework.security..");

    @ArchTest
    static final ArchRule ONLY_ACCESS_SAYS_WHO_CALLS = noClasses()
            .that()
            .resideOutsideOfPackages("..access..", "..tenant..")
            .should()
            .accessField(Caller.class, "DEFAULT")
            .because("handlers are told who calls: they have a parameter of type Caller");

    @ArchTest
    static final ArchRule TIME_COMES_FROM_A_CLOCK = noClasses().should().callMethod(java.time.Instant.class, "now");
}
