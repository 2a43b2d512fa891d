/** The JSON files by which an operator tells an agent about its node: read whole, or refused with what is allowed. */
@NullMarked
package io.vfledger.executor.nodefile;

import org.jspecify.annotations.NullMarked;
