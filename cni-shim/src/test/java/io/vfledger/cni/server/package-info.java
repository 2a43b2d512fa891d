@NullMarked
package io.vfledger.cni.server;

import org.jspecify.annotations.NullMarked;
