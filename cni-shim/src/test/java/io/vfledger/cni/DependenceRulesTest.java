package io.vfledger.cni;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.vfledger.cni", importOptions = ImportOption.DoNotIncludeTests.class)
class DependenceRulesTest {
    @ArchTest
    static final ArchRule protocolIsPure = classes()
            .that()
            .resideInAPackage("..cni.protocol")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "..cni.protocol",
                    "java.lang..",
                    "java.util",
                    "java.util.function",
                    "java.util.regex",
                    "java.util.stream",
                    "java.net",
                    "java.nio",
                    "java.nio.charset",
                    "java.io",
                    "com.fasterxml.jackson..",
                    "org.jspecify..")
            .because("what a call means must not depend on a clock, a file, a thread or a logger");

    @ArchTest
    static final ArchRule protocolOpensNothing = noClasses()
            .that()
            .resideInAPackage("..cni.protocol")
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                    "java\\.io\\.(File.*|RandomAccessFile)|java\\.net\\.(.*Socket.*|UR.*)|java\\.lang\\.Thread")
            .because("the agent opens no path and no address that came from input");

    @ArchTest
    static final ArchRule jnaStaysInItsPackage = noClasses()
            .that()
            .resideOutsideOfPackage("..server.jna")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.sun.jna..")
            .because("native memory is handled in one place");

    @ArchTest
    static final ArchRule ipamKnowsNoServer = noClasses()
            .that()
            .resideInAPackage("..cni.ipam")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..cni.server..")
            .because("a delegate is run for recorded calls too, which came over no socket");
}
