@NullMarked
package io.vfledger.executor.outbox;

import org.jspecify.annotations.NullMarked;
