package io.vfledger.cni.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code runtimeConfig.CNIDeviceInfoFile}: where the runtime wants the device described (device-info-spec 1.1.0, section
 * 4.2). Only the file's name is taken from input; the directory is fixed.
 *
 * @param name 1 to 255 of letters, digits and {@code . : _ -}, not beginning with a dot
 */
public record DeviceInfoFile(String name) {
    /** The directory of the specification. */
    public static final String DIRECTORY = "/var/run/k8s.cni.cncf.io/devinfo/cni";

    private static final String VERSION = "1.1.0";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_\\-][a-zA-Z0-9.:_\\-]{0,254}");

    public DeviceInfoFile {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("file name " + Quote.of(name)
                    + " is not 1 to 255 letters, digits and . : _ - without a dot in front");
        }
    }

    /** The file that a configuration asks for; empty where it asks for none, or for one that is not allowed. */
    public static Optional<DeviceInfoFile> of(ObjectNode configuration) {
        String path =
                configuration.path("runtimeConfig").path("CNIDeviceInfoFile").asText("");
        try {
            return path.isEmpty() ? Optional.empty() : Optional.of(at(path));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * What the file says of a VF (sections 3.1.1 to 3.1.3).
     *
     * @param vf PCI address of the VF
     * @param pf PCI address of its PF, where known
     */
    public static String describe(String vf, Optional<String> pf) {
        ObjectNode device = Json.object();
        device.put("type", "pci").put("version", VERSION);
        ObjectNode pci = device.putObject("pci").put("pci-address", vf);
        pf.ifPresent(address -> pci.put("pf-pci-address", address));
        return Json.write(device);
    }

    /** Whether a file's text describes that VF. */
    public static boolean describes(String text, String vf) {
        return Json.readObject(text, "the device-info file") instanceof Checked.Valid<ObjectNode>(ObjectNode device)
                && device.path("pci").path("pci-address").asText().equals(vf);
    }

    /** Reads a whole path. */
    static DeviceInfoFile at(String path) {
        if (!path.startsWith(DIRECTORY + "/")) {
            throw new IllegalArgumentException("path " + Quote.of(path) + " is not of the form " + DIRECTORY + "/NAME");
        }
        return new DeviceInfoFile(path.substring(DIRECTORY.length() + 1));
    }
}
