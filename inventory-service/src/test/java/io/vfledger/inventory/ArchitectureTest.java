package io.vfledger.inventory;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.vfledger.inventory", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** A projection is a function of what was read: it can be tested, and run again, without a broker or a server. */
    @ArchTest
    static final ArchRule PROJECTIONS_ARE_PURE = classes()
            .that()
            .resideInAPackage("..inventory.projection..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java.lang..",
                    "java.nio",
                    "java.nio.charset",
                    "java.time..",
                    "java.util",
                    "java.util.concurrent",
                    "java.util.function",
                    "java.util.stream",
                    "io.vfledger.inventory.projection..",
                    "io.vfledger.vf..",
                    "io.vfledger.lifecycle..",
                    "org.jspecify.annotations..");

    /** The time is given to them: an answer about the past does not change with the moment it is asked in. */
    @ArchTest
    static final ArchRule PROJECTIONS_HAVE_NO_CLOCK = noClasses()
            .that()
            .resideInAnyPackage("..inventory.projection..", "..inventory.pools..", "..inventory.scheduling..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock");

    /** Another store of records, or another encoding of them, is to change one package. */
    @ArchTest
    static final ArchRule AVRO_AND_KAFKA_STOP_AT_THE_STREAM = noClasses()
            .that()
            .resideOutsideOfPackages("..inventory.stream..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vfledger.avro..", "org.apache.avro..", "org.apache.kafka..");

    /** The web answers from the projections; what fills them is put together in app. */
    @ArchTest
    static final ArchRule THE_WEB_KNOWS_NO_STREAM = noClasses()
            .that()
            .resideInAPackage("..inventory.web..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..inventory.stream..", "..inventory.app..", "..inventory.pools..");

    /** Spring is how the service is put together and served, not what it knows. */
    @ArchTest
    static final ArchRule SPRING_STAYS_OUTSIDE = noClasses()
            .that()
            .resideInAnyPackage(
                    "..inventory.projection..",
                    "..inventory.pools..",
                    "..inventory.stream..",
                    "..inventory.scheduling..",
                    "..inventory.kube..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    /** What is told of pods is a function of what the API server said: it can be tested without one. */
    @ArchTest
    static final ArchRule SCHEDULING_IS_PURE = classes()
            .that()
            .resideInAPackage("..inventory.scheduling..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java.lang..",
                    "java.nio",
                    "java.nio.charset",
                    "java.time",
                    "java.util",
                    "java.util.function",
                    "java.util.regex",
                    "java.util.stream",
                    "io.vfledger.inventory.scheduling..",
                    "io.vfledger.vf..",
                    "io.vfledger.cni.protocol..",
                    "com.fasterxml.jackson.databind..",
                    "org.jspecify.annotations..");

    /** Another client of the Kubernetes API is to change one package. */
    @ArchTest
    static final ArchRule KUBERNETES_STOPS_AT_KUBE = noClasses()
            .that()
            .resideOutsideOfPackages("..inventory.kube..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.fabric8..");

    /** Another embedded store for the ledger's index is to change one package. */
    @ArchTest
    static final ArchRule THE_INDEX_IS_KEPT_IN_ONE_PLACE = noClasses()
            .that()
            .resideOutsideOfPackages("..inventory.keys..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.rocksdb..");

    /** Of the CNI plugin's module the service has one use: reading what people write for it. */
    @ArchTest
    static final ArchRule NO_CNI_SERVER = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vfledger.cni.server..", "io.vfledger.cni.ipam..", "com.sun.jna..");
}
