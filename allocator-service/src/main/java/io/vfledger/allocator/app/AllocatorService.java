package io.vfledger.allocator.app;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The allocator: decides what shall happen to each virtual function, exactly once. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(HostingConfiguration.class)
public class AllocatorService {
    public static void main(String[] args) {
    }
}
