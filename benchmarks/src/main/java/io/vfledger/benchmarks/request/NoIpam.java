package io.vfledger.benchmarks.request;

import io.vfledger.cni.protocol.CniError;
import io.vfledger.cni.protocol.CniResult;
import io.vfledger.cni.protocol.ValidAttachment;
import io.vfledger.executor.attach.Ipam;
import io.vfledger.executor.journal.SavedCall;
import java.util.List;
import java.util.Optional;

/** A network without addresses. */
final class NoIpam implements Ipam {
    @Override
    public Given add(SavedCall call) {
        return new Given.Addresses(CniResult.EMPTY);
    }

    @Override
    public Optional<CniError> del(SavedCall call) {
        return Optional.empty();
    }

    @Override
    public Optional<CniError> check(SavedCall call) {
        return Optional.empty();
    }

    @Override
    public Optional<CniError> status(SavedCall call) {
        return Optional.empty();
    }

    @Override
    public Optional<CniError> collect(SavedCall call, List<ValidAttachment> also) {
        return Optional.empty();
    }
}
