/** Starts the service: settings from the environment, and the one place where its parts are put together. */
@NullMarked
package io.vfledger.inventory.app;

import org.jspecify.annotations.NullMarked;
