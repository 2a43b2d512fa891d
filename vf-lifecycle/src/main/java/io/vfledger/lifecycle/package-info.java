/**
 * The life of the virtual functions of one node: what an input leads to (decide) and what a transition changes
 * (evolve). Pure: the same state, input and time always give the same decision.
 */
@NullMarked
package io.vfledger.lifecycle;

import org.jspecify.annotations.NullMarked;
