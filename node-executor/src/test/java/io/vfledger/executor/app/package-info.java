@NullMarked
package io.vfledger.executor.app;

import org.jspecify.annotations.NullMarked;
