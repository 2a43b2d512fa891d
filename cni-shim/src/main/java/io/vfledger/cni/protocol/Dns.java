package io.vfledger.cni.protocol;

import java.util.List;
import java.util.Optional;

/** The well-known structure {@code dns}. */
public record Dns(List<String> nameservers, Optional<String> domain, List<String> search, List<String> options) {
    public static final Dns NONE = new Dns(List.of(), Optional.empty(), List.of(), List.of());

    public Dns {
        nameservers = List.copyOf(nameservers);
        search = List.copyOf(search);
        options = List.copyOf(options);
    }

    public boolean isEmpty() {
        return equals(NONE);
    }
}
