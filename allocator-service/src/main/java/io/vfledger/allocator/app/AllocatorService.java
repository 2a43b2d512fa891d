package io.vfledger.allocator.app;

import io.vfledger.schemas.ConnectionSettings;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.cloud.function.cloudevent.CloudEventsFunctionExtensionConfiguration;
import org.springframework.cloud.function.context.config.ContextFunctionCatalogAutoConfiguration;
import org.springframework.cloud.stream.binder.kafka.config.ExtendedBindingHandlerMappingsProviderConfiguration;
import org.springframework.cloud.stream.binder.kafka.config.MessageConverterHelperConfiguration;
import org.springframework.cloud.stream.config.BindingServiceConfiguration;
import org.springframework.cloud.stream.function.FunctionConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The allocator: decides what shall happen to each virtual function, exactly once. Exit codes: 1 it may not run on what
 * it found, 2 its environment is wrong, 3 its consumer has stopped for good.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
// What the binding needs, by name: going through all that could be configured costs seconds at start.
@ImportAutoConfiguration({
    ConfigurationPropertiesAutoConfiguration.class,
    IntegrationAutoConfiguration.class,
    CloudEventsFunctionExtensionConfiguration.class,
    ContextFunctionCatalogAutoConfiguration.class,
    BindingServiceConfiguration.class,
    FunctionConfiguration.class,
    ExtendedBindingHandlerMappingsProviderConfiguration.class,
    MessageConverterHelperConfiguration.class
})
@Import(HostingConfiguration.class)
public class AllocatorService {
    private static final int EXIT_ENVIRONMENT = 2;

    public static void main(String[] arguments) {
        AllocatorSettings settings;
        ConnectionSettings connections;
        try {
            Map<String, String> environment = System.getenv();
            settings = AllocatorSettings.fromEnvironment(environment);
            connections = ConnectionSettings.fromEnvironment(environment);
        } catch (IllegalArgumentException e) {
            System.err.println("allocator-service: " + e.getMessage());
            System.exit(EXIT_ENVIRONMENT);
            return;
        }
        application(settings, connections).run(arguments);
    }

    /** The whole service, not started. */
    static SpringApplication application(AllocatorSettings settings, ConnectionSettings connections) {
        SpringApplication application = new SpringApplication(AllocatorService.class, LedgerConfiguration.class);
        application.setDefaultProperties(BindingProperties.of(settings, connections));
        application.addInitializers(context -> {
            GenericApplicationContext generic = (GenericApplicationContext) context;
            generic.registerBean(AllocatorSettings.class, () -> settings);
            generic.registerBean(ConnectionSettings.class, () -> connections);
        });
        return application;
    }
}
