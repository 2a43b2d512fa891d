package io.vfledger.executor.apply;

import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.kernel.Namespace;
import io.vfledger.executor.plan.AdminSetting;
import io.vfledger.executor.plan.DriverProfile;
import io.vfledger.executor.plan.Netdev;
import io.vfledger.executor.plan.NetdevSetting;
import io.vfledger.executor.plan.ObservedVf;
import io.vfledger.executor.plan.Place;
import io.vfledger.executor.plan.PodRoute;
import io.vfledger.executor.plan.Step;
import io.vfledger.executor.plan.Sysctl;
import io.vfledger.netlink.route.Address;
import io.vfledger.netlink.route.Link;
import io.vfledger.netlink.route.LinkChange;
import io.vfledger.netlink.route.Prefix;
import io.vfledger.netlink.route.Xdp;
import io.vfledger.netlink.wire.Errno;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.VfTraits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Does one step of a plan to one VF. */
final class StepRunner {
    /** Longest search for duplicates of new IPv6 addresses; RFC 4862's defaults take 1 to 2 s. */
    private static final Duration DUPLICATE_SEARCH = Duration.ofSeconds(5);

    private static final Duration POLL = Duration.ofMillis(50);

    private final Kernel kernel;
    private final VfTraits vf;
    private final DriverProfile profile;
    private final Optional<Namespace> pod;

    StepRunner(Kernel kernel, ObservedVf observed, Optional<Namespace> pod) {
        this.kernel = kernel;
        this.vf = observed.traits();
        this.profile = observed.profile();
        this.pod = pod;
    }

    void run(Step step) throws KernelException, StepFailedException {
        switch (step) {
            case Step.Administer administer -> administer(administer.after());
            case Step.ChangeMac change -> changeMac(change);
            case Step.SetUp(Place place, boolean up) -> change(place, new LinkChange.SetUp(up));
            case Step.SetMtu(Place place, int before, int after) -> change(place, new LinkChange.SetMtu(after));
            case Step.SetTxQueueLen(int before, int after) ->
                change(Place.HOST, new LinkChange.SetTxQueueLength(after));
            case Step.MoveIn(InterfaceName hostName, InterfaceName podName) -> moveIn(podName);
            case Step.MoveOut(InterfaceName podName, InterfaceName hostName) -> moveOut(hostName);
            case Step.Rename(InterfaceName before, InterfaceName after) ->
                change(Place.HOST, new LinkChange.Rename(after.value()));
            case Step.SetNetdev(Place place, NetdevSetting before, NetdevSetting after) ->
                kernel.set(namespace(place), netdev(place), after);
            case Step.AddAltName(Place place, String name) -> addAltName(place, name);
            case Step.RemoveAltName(Place place, String name) ->
                kernel.removeAltName(namespace(place), netdev(place).index(), name);
            case Step.DetachXdp(Place place, Xdp.Hook hook) -> change(place, new LinkChange.DetachXdp(hook));
            case Step.NotifyWhenUp() ->
                kernel.notifyWhenUp(pod(), netdev(Place.POD).name());
            case Step.SetSysctl(Sysctl sysctl) ->
                kernel.setSysctl(pod(), netdev(Place.POD).name(), sysctl);
            case Step.Announce() -> kernel.announce(pod(), netdev(Place.POD));
            case Step.AddAddress(Place place, Prefix prefix) ->
                kernel.addAddress(namespace(place), netdev(place), prefix);
            case Step.RemoveAddress(Place place, Prefix prefix) ->
                kernel.removeAddress(namespace(place), netdev(place).index(), prefix);
            case Step.AwaitUniqueAddresses() -> awaitUniqueAddresses();
            case Step.AddRoute(PodRoute route) ->
                kernel.addRoute(pod(), netdev(Place.POD).index(), route);
            case Step.RemoveRoute(PodRoute route) ->
                kernel.removeRoute(pod(), netdev(Place.POD).index(), route);
        }
    }

    /** A driver that is just starting its VF again answers EAGAIN, and takes the setting a moment later. */
    private void administer(AdminSetting setting) throws KernelException, StepFailedException {
        Wait wait = new Wait(profile.macAppliedWithin(), POLL);
        while (true) {
            try {
                kernel.administer(vf, setting);
                return;
            } catch (KernelException e) {
                if (!e.is(Errno.EAGAIN) || !wait.more()) {
                    throw explained(setting, e);
                }
            }
        }
    }

    /** The same, or why it can be done later. */
    private KernelException explained(AdminSetting setting, KernelException refusal)
            throws KernelException, StepFailedException {
        boolean rates = setting instanceof AdminSetting.Rates && profile.ratesNeedLink();
        if (rates && !pfHasLink()) {
            throw new StepFailedException(
                    AttachResult.Cause.PENDING,
                    refusal.getMessage() + "; " + profile.driver() + " takes rates only while its PF has link, and "
                            + vf.pfName().map(InterfaceName::value).orElse("PF " + vf.pf()) + " has none");
        }
        return refusal;
    }

    private boolean pfHasLink() throws KernelException {
        Optional<Link> pf = vf.pfName().isEmpty()
                ? Optional.empty()
                : kernel.hostLink(vf.pfName().get());
        return pf.map(Link::carrier).orElse(false);
    }

    private void changeMac(Step.ChangeMac step) throws KernelException, StepFailedException {
        if (!vf.isPf()) {
            administer(new AdminSetting.Mac(step.after().admin()));
        }
        new MacChange(kernel, vf, profile).settle(step);
    }

    private void addAltName(Place place, String name) throws KernelException, StepFailedException {
        Netdev netdev = netdev(place);
        if (!netdev.detail().altNames().contains(name)) {
            kernel.addAltName(namespace(place), netdev.index(), name);
        }
    }

    private void moveIn(InterfaceName podName) throws KernelException, StepFailedException {
        Optional<Netdev> there = kernel.netdev(vf.pci(), pod());
        if (there.isPresent() && there.get().name().equals(podName)) {
            return;
        }
        if (kernel.nameTaken(pod(), podName)) {
            throw new StepFailedException(
                    AttachResult.Cause.INTERFACE_EXISTS, "the pod has an interface " + podName + " already");
        }
        kernel.move(kernel.host(), netdev(Place.HOST).index(), pod(), podName);
    }

    private void moveOut(InterfaceName hostName) throws KernelException, StepFailedException {
        if (kernel.netdev(vf.pci(), kernel.host()).isPresent()) {
            return;
        }
        if (kernel.nameTaken(kernel.host(), hostName)) {
            throw new StepFailedException(
                    AttachResult.Cause.INTERFACE_EXISTS, "the host has another interface " + hostName + " already");
        }
        kernel.move(pod(), netdev(Place.POD).index(), kernel.host(), hostName);
    }

    private void change(Place place, LinkChange change) throws KernelException, StepFailedException {
        kernel.change(namespace(place), netdev(place).index(), List.of(change));
    }

    private void awaitUniqueAddresses() throws KernelException, StepFailedException {
        Wait wait = new Wait(DUPLICATE_SEARCH, POLL);
        do {
            List<Address> addresses = kernel.addresses(pod(), netdev(Place.POD).index());
            for (Address address : addresses) {
                if (address.flags().duplicate()) {
                    throw new StepFailedException(
                            AttachResult.Cause.KERNEL_REFUSED, "another station has the address " + address.prefix());
                }
            }
            if (addresses.stream().noneMatch(address -> address.flags().tentative())) {
                return;
            }
        } while (wait.more());
        // Without a carrier the search never begins; the kernel finishes it when the link comes.
    }

    private Netdev netdev(Place place) throws KernelException, StepFailedException {
        return kernel.netdev(vf.pci(), namespace(place))
                .orElseThrow(() -> new StepFailedException(
                        AttachResult.Cause.NO_SUCH_VF,
                        "the interface of VF " + vf.pci() + " is not in the "
                                + (place == Place.HOST ? "host's" : "pod's") + " namespace"));
    }

    private Namespace namespace(Place place) throws StepFailedException {
        return switch (place) {
            case HOST -> kernel.host();
            case POD -> pod();
        };
    }

    private Namespace pod() throws StepFailedException {
        return pod.orElseThrow(() -> new StepFailedException(
                AttachResult.Cause.NO_SUCH_VF, "the pod's namespace of VF " + vf.pci() + " is not open"));
    }
}
