/** Delegation to IPAM plugins: host-local, static, and any other that speaks the CNI specification. */
@NullMarked
package io.vfledger.cni.ipam;

import org.jspecify.annotations.NullMarked;
