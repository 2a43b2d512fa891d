/** The command line of vfledger. */
@NullMarked
package io.vfledger.vfctl;

import org.jspecify.annotations.NullMarked;
