package io.vfledger.vfctl.query;

import io.vfledger.vf.VfKey;
import io.vfledger.vfctl.Refusal;

/** Reads the name of a function from the command line. */
final class VfName {
    private VfName() {}

    /** The path of a function below the service's {@code /vfs}. */
    static String path(String text) {
        try {
            VfKey key = VfKey.parse(text);
            return "/vfs/" + key.node() + "/" + key.pci();
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        }
    }
}
