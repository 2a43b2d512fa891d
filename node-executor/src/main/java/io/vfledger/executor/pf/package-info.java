/** Configures PFs: how many VFs, under which driver, with which attributes; all of it or, where it fails, none. */
@NullMarked
package io.vfledger.executor.pf;

import org.jspecify.annotations.NullMarked;
