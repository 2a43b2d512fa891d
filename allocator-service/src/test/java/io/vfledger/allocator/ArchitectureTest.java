package io.vfledger.allocator;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.vfledger.schemas.ConnectionSettings;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

@AnalyzeClasses(packages = "io.vfledger.allocator", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** Another encoding of records is to change one package. */
    @ArchTest
    static final ArchRule AVRO_STOPS_AT_THE_STREAM = noClasses()
            .that()
            .resideOutsideOfPackage("..allocator.stream..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vfledger.avro..", "org.apache.avro..");

    /** What is decided is decided in the pure module: replay, projections and simulation run the very same. */
    @ArchTest
    static final ArchRule NOTHING_IS_DECIDED_HERE =
            noClasses().should().dependOnClassesThat().haveFullyQualifiedName("io.vfledger.lifecycle.VfLifecycle");

    /** Services share the contract and the pure module, and nothing else of one another. */
    @ArchTest
    static final ArchRule KNOWS_NO_OTHER_SERVICE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.vfledger.inventory..",
                    "io.vfledger.executor..",
                    "io.vfledger.cni..",
                    "io.vfledger.netlink..",
                    "io.vfledger.vfctl..");

    /** The stream is put together, told its settings and watched from outside. */
    @ArchTest
    static final ArchRule THE_STREAM_KNOWS_NO_APP = noClasses()
            .that()
            .resideInAPackage("..allocator.stream..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..allocator.app..", "org.springframework.boot..");

    /** The time is given, so that a test can say what time it is; the monotonic clock measures how long things take. */
    @ArchTest
    static final ArchRule THE_STREAM_HAS_NO_CLOCK = noClasses()
            .that()
            .resideInAPackage("..allocator.stream..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.time.InstantSource.class, "system")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock");

    /** The environment is read once, at the start; all others are told. */
    @ArchTest
    static final ArchRule THE_ENVIRONMENT_IS_READ_AT_THE_START = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.vfledger.allocator.app.AllocatorService")
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class);

    /** TLS, SASL and the like reach a client only by way of these settings. */
    @ArchTest
    static final ArchRule CLIENTS_ARE_MADE_FROM_THE_CONNECTION_SETTINGS =
            classes().that(makeClients()).should().dependOnClassesThat().areAssignableTo(ConnectionSettings.class);

    private static DescribedPredicate<JavaClass> makeClients() {
        DescribedPredicate<JavaCall<?>> constructor =
                target(owner(assignableTo(Consumer.class).or(assignableTo(Producer.class))));
        DescribedPredicate<JavaCall<?>> factory =
                target(owner(assignableTo(Admin.class))).and(target(nameMatching("create")));
        return DescribedPredicate.describe(
                "make Kafka clients",
                each -> each.getConstructorCallsFromSelf().stream().anyMatch(constructor)
                        || each.getMethodCallsFromSelf().stream().anyMatch(factory));
    }
}
