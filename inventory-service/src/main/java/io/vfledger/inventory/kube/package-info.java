/** The rim to the Kubernetes API: what is watched there and what is written; nothing else knows its client. */
@NullMarked
package io.vfledger.inventory.kube;

import org.jspecify.annotations.NullMarked;
