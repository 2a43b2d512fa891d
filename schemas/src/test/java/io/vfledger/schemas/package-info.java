@NullMarked
package io.vfledger.schemas;

import org.jspecify.annotations.NullMarked;
