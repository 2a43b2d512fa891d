/** The whole of vfledger on one machine: broker, registry and services as supervised child processes. */
@NullMarked
package io.vfledger.vfctl.platform;

import org.jspecify.annotations.NullMarked;
