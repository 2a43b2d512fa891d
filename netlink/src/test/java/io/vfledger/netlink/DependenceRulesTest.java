package io.vfledger.netlink;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.vfledger.netlink", importOptions = ImportOption.DoNotIncludeTests.class)
class DependenceRulesTest {
    @ArchTest
    static final ArchRule wireIsPure = classes()
            .that()
            .resideInAPackage("..netlink.wire..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.vfledger.netlink.wire..",
                    "java.lang..",
                    "java.util..",
                    "java.math",
                    "java.nio",
                    "java.nio.charset",
                    "org.jspecify..")
            .because("a codec that reads no file and no clock can be tested on captured bytes alone");

    @ArchTest
    static final ArchRule routeIsPure = classes()
            .that()
            .resideInAPackage("..netlink.route..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.vfledger.netlink.wire..",
                    "io.vfledger.netlink.route..",
                    "java.lang..",
                    "java.util..",
                    "java.net",
                    "java.math",
                    "java.nio",
                    "java.nio.charset",
                    "org.jspecify..")
            .because("typed messages are values; who sends them is the rim's affair");

    @ArchTest
    static final ArchRule devlinkIsPure = classes()
            .that()
            .resideInAPackage("..netlink.devlink..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.vfledger.netlink.wire..",
                    "io.vfledger.netlink.devlink..",
                    "java.lang..",
                    "java.util..",
                    "org.jspecify..")
            .because("typed messages are values; who sends them is the rim's affair");

    @ArchTest
    static final ArchRule frameIsPure = classes()
            .that()
            .resideInAPackage("..netlink.frame..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.vfledger.netlink.wire..",
                    "io.vfledger.netlink.frame..",
                    "java.lang..",
                    "java.net",
                    "java.math",
                    "java.nio",
                    "org.jspecify..")
            .because("a frame is told by its addresses alone");

    @ArchTest
    static final ArchRule ueventIsPure = classes()
            .that()
            .resideInAPackage("..netlink.uevent..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.vfledger.netlink.wire..",
                    "io.vfledger.netlink.uevent..",
                    "java.lang..",
                    "java.util..",
                    "java.nio.charset",
                    "org.jspecify..")
            .because("an event is told by its bytes alone");

    @ArchTest
    static final ArchRule nativeCallsStayAtTheRim = noClasses()
            .that()
            .resideOutsideOfPackage("..netlink.jna..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.sun.jna..")
            .because("one package decides what is called natively");

    @ArchTest
    static final ArchRule importsNothingOfOurs = noClasses()
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "are ours but not of this module",
                    type -> type.getPackageName().startsWith("io.vfledger")
                            && !type.getPackageName().startsWith("io.vfledger.netlink")))
            .because("netlink is usable on its own");
}
