/** What kubelet is offered and what it is told of a device that it gave: pure. */
@NullMarked
package io.vfledger.executor.device;

import org.jspecify.annotations.NullMarked;
