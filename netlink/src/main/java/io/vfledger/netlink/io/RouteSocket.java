package io.vfledger.netlink.io;

import io.vfledger.netlink.route.Address;
import io.vfledger.netlink.route.Link;
import io.vfledger.netlink.route.LinkChange;
import io.vfledger.netlink.route.NamespaceId;
import io.vfledger.netlink.route.NewLink;
import io.vfledger.netlink.route.Route;
import io.vfledger.netlink.route.SetVf;
import java.util.List;
import java.util.Optional;

/**
 * Typed rtnetlink in one network namespace. Every method throws {@link NetlinkException} with the kernel's error;
 * "not there" is a value where it is an ordinary answer. Safe for several threads, which take turns.
 */
public interface RouteSocket extends AutoCloseable {
    /** All links, without VFs. */
    List<Link> links() throws NetlinkException;

    /** The link of this index, without VFs; empty when there is none. */
    Optional<Link> link(int index) throws NetlinkException;

    /** The link of this name, without VFs; empty when there is none. */
    Optional<Link> link(String name) throws NetlinkException;

    /** One PF with all its VFs; empty when there is none. */
    Optional<Link> linkWithVfs(int index) throws NetlinkException;

    /** All links with their counters, without VFs. */
    List<Link> linksWithCounters() throws NetlinkException;

    /** One PF with all its VFs and what it has counted of them; empty when there is none. */
    Optional<Link> linkWithVfCounters(String name) throws NetlinkException;

    /** Sets one administrative attribute of a VF on the PF of this index. */
    void setVf(int pfIndex, SetVf setting) throws NetlinkException;

    /** Changes a link, all in one request. */
    void change(int index, List<LinkChange> changes) throws NetlinkException;

    /** Changes one thing about a link. */
    default void change(int index, LinkChange change) throws NetlinkException {
        change(index, List.of(change));
    }

    void addAltName(int index, String altName) throws NetlinkException;

    void deleteAltName(int index, String altName) throws NetlinkException;

    void create(NewLink link) throws NetlinkException;

    void delete(int index) throws NetlinkException;

    /** The addresses of a link, both families. */
    List<Address> addresses(int index) throws NetlinkException;

    void add(Address address) throws NetlinkException;

    void delete(Address address) throws NetlinkException;

    /** The routes of every table but the kernel's local one that leave through a link, both families. */
    List<Route> routes(int index) throws NetlinkException;

    void add(Route route) throws NetlinkException;

    void delete(Route route) throws NetlinkException;

    /** This namespace's number for the one behind a descriptor; empty when it has none yet. */
    Optional<NamespaceId> namespaceId(int descriptor) throws NetlinkException;

    @Override
    void close();
}
