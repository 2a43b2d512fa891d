/** Creates what the catalogue says on a broker and in a registry, and checks what is there already. */
@NullMarked
package io.vfledger.schemas.install;

import org.jspecify.annotations.NullMarked;
