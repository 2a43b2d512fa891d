@NullMarked
package io.vfledger.testbed;

import org.jspecify.annotations.NullMarked;
