/** Starts the service: settings from the environment, and the one place where the parts are put together. */
@NullMarked
package io.vfledger.allocator.app;

import org.jspecify.annotations.NullMarked;
