/** The nouns of the domain: nodes, functions, attachments, settings; values that cannot be built wrong. */
@NullMarked
package io.vfledger.vf;

import org.jspecify.annotations.NullMarked;
