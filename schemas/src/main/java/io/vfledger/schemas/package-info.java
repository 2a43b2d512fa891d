/** The contract between the services: which topics there are, what is in them, how they are keyed and partitioned. */
@NullMarked
package io.vfledger.schemas;

import org.jspecify.annotations.NullMarked;
