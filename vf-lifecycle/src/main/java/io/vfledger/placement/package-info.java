/** Which of the free functions of a pool is given: a small closed set of policies, pure. */
@NullMarked
package io.vfledger.placement;

import org.jspecify.annotations.NullMarked;
