@NullMarked
package io.vfledger.cni;

import org.jspecify.annotations.NullMarked;
