package io.vfledger.fuzzing;

import io.vfledger.inventory.pools.PoolsFile;
import io.vfledger.inventory.pools.PoolsFileException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The file that defines the pools. */
final class PoolsTarget implements Target {
    @Override
    public void feed(byte[] input) {
        try {
            PoolsFile.parse("input", new String(input, StandardCharsets.UTF_8));
        } catch (PoolsFileException e) {
            // the declared refusal
        }
    }

    @Override
    public List<byte[]> seeds() {
        return List.of("""
                pools:
                  - name: storage
                    chooser: allocator
                    priority: 10
                    nodes: [worker-*]
                    selectors:
                      vendors: ["8086"]
                      devices: ["1520"]
                      drivers: [igbvf]
                      pfNames: ["ens1f0#0-3,5"]
                      pciAddresses: ["0000:01:10.0"]
                  - {name: rest, chooser: kubelet}
                """.getBytes(StandardCharsets.UTF_8), "pools: []".getBytes(StandardCharsets.UTF_8));
    }
}
