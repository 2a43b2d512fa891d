package io.vfledger.executor.discovery;

import io.vfledger.vf.PciId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names of PCI vendors and devices, from the system's pci.ids (its head describes the format). */
public final class PciNames {
    private static final Logger LOG = LoggerFactory.getLogger(PciNames.class);
    private static final List<Path> PLACES =
            List.of(Path.of("/usr/share/misc/pci.ids"), Path.of("/usr/share/hwdata/pci.ids"));
    private static final int ID_LENGTH = 4;

    private final Map<String, String> names;

    private PciNames(Map<String, String> names) {
        this.names = names;
    }

    /** Knows no name. */
    public static PciNames none() {
        return new PciNames(Map.of());
    }

    /** From the first of the usual places that has the file; without one every name is empty. */
    public static PciNames ofThisSystem() {
        Optional<Path> file = PLACES.stream().filter(Files::isReadable).findFirst();
        if (file.isEmpty()) {
            return none();
        }
        // Old entries are in Latin-1, which reads any byte; UTF-8 would refuse them.
        try (Reader in = Files.newBufferedReader(file.get(), StandardCharsets.ISO_8859_1)) {
            return read(in);
        } catch (IOException e) {
            LOG.warn("PCI names stay empty: {} cannot be read", file.get(), e);
            return none();
        }
    }

    /** Reads vendors ({@code 8086  Name}) and devices (one tab before), up to the list of device classes. */
    public static PciNames read(Reader source) throws IOException {
        Map<String, String> names = new HashMap<>();
        BufferedReader in = new BufferedReader(source);
        String vendor = "";
        String line = in.readLine();
        while (line != null && !line.startsWith("C ")) {
            boolean device = line.startsWith("\t") && !line.startsWith("\t\t");
            if (isEntry(line, 0)) {
                vendor = line.substring(0, ID_LENGTH);
                names.put(vendor, line.substring(ID_LENGTH).strip());
            } else if (device && isEntry(line, 1)) {
                names.put(
                        vendor + line.substring(1, 1 + ID_LENGTH),
                        line.substring(1 + ID_LENGTH).strip());
            }
            line = in.readLine();
        }
        return new PciNames(Map.copyOf(names));
    }

    private static boolean isEntry(String line, int start) {
        if (line.length() < start + ID_LENGTH + 2) {
            return false;
        }
        return line.substring(start, start + ID_LENGTH).chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }

    /** Empty when it is not known. */
    public String vendor(PciId vendor) {
        return names.getOrDefault(vendor.value(), "");
    }

    /** Empty when it is not known. */
    public String device(PciId vendor, PciId device) {
        return names.getOrDefault(vendor.value() + device.value(), "");
    }
}
