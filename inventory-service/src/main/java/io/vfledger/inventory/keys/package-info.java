/** Where the keys of the ledger's index lie: an embedded store on this machine's disk. */
@NullMarked
package io.vfledger.inventory.keys;

import org.jspecify.annotations.NullMarked;
