@NullMarked
package io.vfledger.executor.kubelet;

import org.jspecify.annotations.NullMarked;
