@NullMarked
package io.vfledger.executor.stream;

import org.jspecify.annotations.NullMarked;
