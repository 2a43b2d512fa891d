/** The kernel as the executor needs it: one port over sysfs, rtnetlink and namespaces, for real NICs and for simulated ones. */
@NullMarked
package io.vfledger.executor.kernel;

import org.jspecify.annotations.NullMarked;
