package io.vfledger.executor;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Duration;

@AnalyzeClasses(packages = "io.vfledger.executor", importOptions = ImportOption.DoNotIncludeTests.class)
class KernelSideRulesTest {
    @ArchTest
    static final ArchRule planIsPure = classes()
            .that()
            .resideInAPackage("..executor.plan..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            "io.vfledger.executor.plan..",
                            "io.vfledger.vf..",
                            "io.vfledger.netlink.route..",
                            "io.vfledger.netlink.wire..",
                            "java.lang..",
                            "java.util..",
                            "java.math",
                            "java.net",
                            "org.jspecify..")
                    .or(type(Duration.class)))
            .because("a plan is told by its input alone, so that every plan can be tested as a table");

    @ArchTest
    static final ArchRule nativeCallsStayInNetlink = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.sun.jna..")
            .because("one module decides what is called natively");

    @ArchTest
    static final ArchRule kernelSideKnowsNoKafka = noClasses()
            .that()
            .resideInAnyPackage(
                    "..executor.plan..", "..executor.kernel..", "..executor.apply..", "..executor.discovery..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.apache.avro..", "io.vfledger.avro..")
            .because("what happens to a VF must not depend on whether a broker is there");

    @ArchTest
    static final ArchRule devicesArePure = noClasses()
            .that()
            .resideInAPackage("..executor.device..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.io..", "java.nio..", "java.time..", "org.slf4j..", "io.vfledger.avro..", "io.grpc..")
            .because("what kubelet is offered is told by what is seen, so that it can be tested as a table");

    @ArchTest
    static final ArchRule grpcStopsAtKubelet = noClasses()
            .that()
            .resideOutsideOfPackage("..executor.kubelet..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.grpc..", "io.vfledger.kubelet..")
            .because("an agent that offers kubelet nothing must not need its protocol");
}
