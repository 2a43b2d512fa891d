package io.vfledger.simulation;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;

@AnalyzeClasses(packages = "io.vfledger.simulation", importOptions = ImportOption.DoNotIncludeTests.class)
class SimulationRulesTest {
    @ArchTest
    static final ArchRule importsTheJdkAndThePureCoreOnly = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "java..",
                    "javax.tools..",
                    "org.jspecify.annotations..",
                    "io.vfledger.vf..",
                    "io.vfledger.lifecycle..",
                    "io.vfledger.host..",
                    "io.vfledger.simulation.."))
            .because("a world with a real broker, kernel or disk in it would not be the same twice");

    @ArchTest
    static final ArchRule worldsHaveNoClockAndNoOtherDice = noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Clock.class, Instant.class, Random.class)
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Math.class, "random")
            .because("one seed must make one world");
}
