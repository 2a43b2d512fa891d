@NullMarked
package io.vfledger.cni.ipam;

import org.jspecify.annotations.NullMarked;
