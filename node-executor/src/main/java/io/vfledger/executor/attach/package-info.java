/** The executor proper: what an ADD, a DEL and each command do to one VF at a time, and what is recorded of it. */
@NullMarked
package io.vfledger.executor.attach;

import org.jspecify.annotations.NullMarked;
