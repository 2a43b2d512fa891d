@NullMarked
package io.vfledger.cni.protocol;

import org.jspecify.annotations.NullMarked;
