/** What the kernel's events mean for the node's functions, and what is read next because of them. Pure. */
@NullMarked
package io.vfledger.executor.watch;

import org.jspecify.annotations.NullMarked;
