/** What other plugins wrote down about the VFs that they gave. Read only where their own DEL would delete it. */
@NullMarked
package io.vfledger.executor.adopt;

import org.jspecify.annotations.NullMarked;
