/** Programs that the end-to-end scripts need and that a shell cannot be. */
@NullMarked
package io.vfledger.testbed;

import org.jspecify.annotations.NullMarked;
