/** Pure folds of what the topics say into what people ask: nodes, functions, their history, requests. JDK only. */
@NullMarked
package io.vfledger.inventory.projection;

import org.jspecify.annotations.NullMarked;
