@NullMarked
package io.vfledger.cni.server.jna;

import org.jspecify.annotations.NullMarked;
