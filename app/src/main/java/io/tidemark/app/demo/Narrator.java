package io.tidemark.app.demo;

import java.util.List;

/// Tells people what a demonstration does and finds. Called by one thread, in the order of the story.
public interface Narrator {
    /// A step begins.
    ///
    /// @param number its number, from 1 to [Demo#STEPS], of either story
    /// @param title  what it is about
    void step(int number, String title);

    /// Something that was done or found; one line.
    void say(String text);

    /// Figures side by side.
    ///
    /// @param header what each column says
    /// @param rows   as many cells each as the header has
    void table(List<String> header, List<List<String>> rows);

    /// Something that has to hold for all to be proven.
    ///
    /// @param holds whether it was found to hold
    /// @param claim what has to hold; one line
    void check(boolean holds, String claim);
}
