/// How answers look: as a table for people, as JSON and as CSV for programs.
///
/// A command says what it has to show once, as [io.tidemark.app.cli.render.Fields] (named members, nested) or as
/// [io.tidemark.app.cli.render.Rows] (a long list with columns, streamed), and a [io.tidemark.app.cli.render.Display] makes one of
/// the three forms of it. Member and column names are part of the command line's contract; they are the same in all forms.
@NullMarked
package io.tidemark.app.cli.render;

import org.jspecify.annotations.NullMarked;
