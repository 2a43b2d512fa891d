@NullMarked
package io.vfledger.executor.attach;

import org.jspecify.annotations.NullMarked;
