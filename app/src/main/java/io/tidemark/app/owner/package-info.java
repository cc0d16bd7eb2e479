/**
 * How a process that owns a home lets commands of other processes run in it.
 *
 * <p>The owner listens on a socket in the home that only its user can reach. A client sends what the command was given, and gets back
 * what the command says and its exit code. This room carries bytes from one to the other and knows no command: what is to be done with
 * a request is handed in. The frames are internal: owner and client must be of the same version.
 */
@NullMarked
package io.tidemark.app.owner;

import org.jspecify.annotations.NullMarked;
