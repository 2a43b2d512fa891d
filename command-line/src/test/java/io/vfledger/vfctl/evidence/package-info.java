@NullMarked
package io.vfledger.vfctl.evidence;

import org.jspecify.annotations.NullMarked;
