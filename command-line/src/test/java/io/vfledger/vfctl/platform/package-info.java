@NullMarked
package io.vfledger.vfctl.platform;

import org.jspecify.annotations.NullMarked;
