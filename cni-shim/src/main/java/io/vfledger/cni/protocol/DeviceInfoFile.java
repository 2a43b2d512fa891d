package io.vfledger.cni.protocol;

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

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_\\-][a-zA-Z0-9.:_\\-]{0,254}");

    public DeviceInfoFile {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("file name " + Quote.of(name)
                    + " is not 1 to 255 letters, digits and . : _ - without a dot in front");
        }
    }

    /** Reads a whole path. */
    static DeviceInfoFile at(String path) {
        if (!path.startsWith(DIRECTORY + "/")) {
            throw new IllegalArgumentException("path " + Quote.of(path) + " is not of the form " + DIRECTORY + "/NAME");
        }
        return new DeviceInfoFile(path.substring(DIRECTORY.length() + 1));
    }
}
