package io.tidemark.app.generate;

/// What a line is meant to come to when it is judged, with all lines before it judged and none left out.
enum Expected {
    ACCEPTED, REJECTED, WAITING, DUPLICATE
}
