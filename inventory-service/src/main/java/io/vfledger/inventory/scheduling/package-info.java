/** What the Kubernetes API tells of pods and networks, and what of it the allocator has to know. Pure. */
@NullMarked
package io.vfledger.inventory.scheduling;

import org.jspecify.annotations.NullMarked;
