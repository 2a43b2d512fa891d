/** What a node has: its PFs with SR-IOV and their VFs. */
@NullMarked
package io.vfledger.executor.discovery;

import org.jspecify.annotations.NullMarked;
