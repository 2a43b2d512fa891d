package io.vfledger.executor.attach;

import io.vfledger.avro.ConfigurePf;
import io.vfledger.avro.FailureReason;
import io.vfledger.executor.binding.VfDriver;
import io.vfledger.executor.pf.PfConfiguration;
import io.vfledger.executor.pf.PfRefusal;
import io.vfledger.executor.pf.PfResult;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfSettings;
import java.util.Optional;

/** Between the contract's records about PFs and the kernel side's values. */
public final class PfMapping {
    private PfMapping() {}

    /**
     * Reads the contract's form.
     *
     * @throws IllegalArgumentException when a value is out of its range, naming it
     */
    public static PfConfiguration configuration(ConfigurePf command) {
        return new PfConfiguration(
                new PciAddress(command.getPci()),
                Optional.ofNullable(command.getNumVfs()),
                Optional.ofNullable(command.getMtu()),
                Optional.ofNullable(command.getVfDriver()).map(VfDriver::parse),
                Optional.ofNullable(command.getDriversAutoprobe()),
                defaults(command),
                new PfConfiguration.Consent(command.getAllowInUse(), command.getAllowHostUse()));
    }

    private static VfSettings defaults(ConfigurePf command) {
        io.vfledger.avro.VfSettings defaults = command.getVfDefaults();
        if (defaults == null) {
            return VfSettings.NONE;
        }
        if (defaults.getPromisc() != null || defaults.getAllmulti() != null) {
            throw new IllegalArgumentException(
                    "promisc and allmulti cannot be defaults of all VFs: they belong to a VF in a pod");
        }
        return KernelMapping.settings(defaults);
    }

    static NodeNics.Configured configured(PfResult result) {
        return switch (result) {
            case PfResult.Configured done -> new NodeNics.Configured.Done(KernelMapping.description(done.pf()));
            case PfResult.Refused(PfRefusal refusal, String left) ->
                new NodeNics.Configured.Failed(new NodeNics.Failure(
                        reason(refusal.kind()),
                        refusal.message() + (left.isEmpty() ? "" : "; left behind: " + left),
                        left.isEmpty()));
        };
    }

    private static FailureReason reason(PfRefusal.Kind kind) {
        return switch (kind) {
            case NO_SUCH_PF -> FailureReason.NO_SUCH_VF;
            case IN_USE -> FailureReason.IN_USE;
            case HOST_USE -> FailureReason.HOST_USE;
            case FIRMWARE_LIMIT -> FailureReason.FIRMWARE_LIMIT;
            case PLATFORM_LIMIT -> FailureReason.PLATFORM_LIMIT;
            case DRIVER_LIMIT -> FailureReason.DRIVER_LIMIT;
            case KERNEL_REFUSED -> FailureReason.KERNEL_REFUSED;
            case NOT_READ_BACK -> FailureReason.NOT_READ_BACK;
        };
    }
}
