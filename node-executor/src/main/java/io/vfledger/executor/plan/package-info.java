/** What has to be done to one VF, as steps with their compensations. Pure: values in, values out. */
@NullMarked
package io.vfledger.executor.plan;

import org.jspecify.annotations.NullMarked;
