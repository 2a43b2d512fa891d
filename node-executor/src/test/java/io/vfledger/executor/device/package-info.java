@NullMarked
package io.vfledger.executor.device;

import org.jspecify.annotations.NullMarked;
