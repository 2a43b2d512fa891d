/** Binds VFs to drivers, for pods that take a device into their own process, and says who has such a device open. */
@NullMarked
package io.vfledger.executor.binding;

import org.jspecify.annotations.NullMarked;
