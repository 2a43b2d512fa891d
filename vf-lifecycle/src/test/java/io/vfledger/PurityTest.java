package io.vfledger;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.UUID;
import java.util.random.RandomGenerator;

@AnalyzeClasses(packages = "io.vfledger", importOptions = ImportOption.DoNotIncludeTests.class)
class PurityTest {
    @ArchTest
    static final ArchRule importsTheJdkAndItselfOnly = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "java.lang..",
                    "java.util..",
                    "java.nio.charset..",
                    "java.security..",
                    "org.jspecify.annotations..",
                    "io.vfledger.vf..",
                    "io.vfledger.lifecycle..",
                    "io.vfledger.placement..",
                    "io.vfledger.host.."))
            .because("allocator, replay, projections and simulation run the very same classes");

    @ArchTest
    static final ArchRule asksNoClock = noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Clock.class, Instant.class, LocalDateTime.class)
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .because("a replay with the recorded times must decide the same");

    @ArchTest
    static final ArchRule throwsNoDice = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(RandomGenerator.class)
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Math.class, "random")
            .because("a replay must produce the same bytes, ids included");

    @ArchTest
    static final ArchRule startsNoThreadAndLogsNothing = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent..", "java.util.logging..", "java.io..", "java.net..")
            .because("what runs it decides about threads, and all it has to say is in its results");

    @ArchTest
    static final ArchRule lifecycleKnowsNoHost = noClasses()
            .that()
            .resideInAPackage("io.vfledger.lifecycle..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vfledger.host..")
            .because("what is decided does not depend on how it is kept");

    @ArchTest
    static final ArchRule valuesKnowNothing = classes()
            .that()
            .resideInAPackage("io.vfledger.vf..")
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage("java.lang..", "java.util..", "org.jspecify.annotations..", "io.vfledger.vf.."))
            .because("every module shares the nouns");
}
