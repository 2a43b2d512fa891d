/** The device plugin: kubelet's protocol (v1beta1) over unix sockets. gRPC is known here alone. */
@NullMarked
package io.vfledger.executor.kubelet;

import org.jspecify.annotations.NullMarked;
