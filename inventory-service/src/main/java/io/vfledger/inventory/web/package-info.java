/** What people and programs ask over HTTP: the REST interface, its description, live entries and the page. */
@NullMarked
package io.vfledger.inventory.web;

import org.jspecify.annotations.NullMarked;
