@NullMarked
package io.vfledger.executor.journal;

import org.jspecify.annotations.NullMarked;
