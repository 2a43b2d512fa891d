@NullMarked
package io.vfledger.vfctl.query;

import org.jspecify.annotations.NullMarked;
