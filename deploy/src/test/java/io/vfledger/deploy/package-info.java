/** Whether what is deployed with agrees with what is deployed. */
@NullMarked
package io.vfledger.deploy;

import org.jspecify.annotations.NullMarked;
