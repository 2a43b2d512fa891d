/** Unix stream sockets with peer credentials and descriptor passing, which the JDK's channels do not have. */
@NullMarked
package io.vfledger.cni.server.jna;

import org.jspecify.annotations.NullMarked;
