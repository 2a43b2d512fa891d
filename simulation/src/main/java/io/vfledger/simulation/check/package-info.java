/** What must never be so, looked for after every step, and what was reached. */
@NullMarked
package io.vfledger.simulation.check;

import org.jspecify.annotations.NullMarked;
