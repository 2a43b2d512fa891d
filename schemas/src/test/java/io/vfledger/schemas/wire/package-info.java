@NullMarked
package io.vfledger.schemas.wire;

import org.jspecify.annotations.NullMarked;
