package io.tidemark.embedded.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcknowledgedMarkTest {
    private static final int BLOCK = 4096;

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve(AcknowledgedMark.FILE);
    }

    @Test
    void nothingIsKnownWhereThereIsNoMark() {
        assertThat(AcknowledgedMark.read(directory)).isZero();
    }

    @Test
    void aLogWithoutAMarkGetsOneThatSaysWhatIsThere() {
        AcknowledgedMark.open(directory, 7).close();

        assertThat(AcknowledgedMark.read(directory)).isEqualTo(7);
    }

    @Test
    void whatWasNotedIsThereAtOnceForWhoeverComesAfterAKilledProcess() throws IOException {
        try (AcknowledgedMark mark = AcknowledgedMark.open(directory, 0)) {
            for (long position = 1; position <= 50; position++) {
                mark.advance(position);
                assertThat(AcknowledgedMark.read(directory)).isEqualTo(position);
            }
            assertThat(Files.size(file())).isEqualTo(3 * BLOCK);
        }
        assertThat(AcknowledgedMark.read(directory)).isEqualTo(50);
    }

    @Test
    void whicheverBlockIsTornTheOthersTell() throws IOException {
        try (AcknowledgedMark mark = AcknowledgedMark.open(directory, 0)) {
            mark.advance(40);
        }
        try (AcknowledgedMark mark = AcknowledgedMark.open(directory, 40)) {
            mark.advance(50);
        }
        byte[] whole = Files.readAllBytes(file());
        for (int block = 0; block < 3; block++) {
            byte[] torn = whole.clone();
            Arrays.fill(torn, block * BLOCK, block * BLOCK + 20, (byte) 0x5a);
            Files.write(file(), torn);
            assertThat(AcknowledgedMark.read(directory)).as("without block %d", block).isEqualTo(50);
        }
        // The first block is not synced: a failure of power can take it together with the one that is being synced.
        for (int block = 1; block < 3; block++) {
            byte[] torn = whole.clone();
            Arrays.fill(torn, 0, 20, (byte) 0);
            Arrays.fill(torn, block * BLOCK, block * BLOCK + 20, (byte) 0);
            Files.write(file(), torn);
            assertThat(AcknowledgedMark.read(directory)).as("without blocks 0 and %d", block).isBetween(40L, 50L);
        }
    }

    @Test
    void aMarkThatIsAheadOfTheLogStaysUntilItIsTakenBack() {
        AcknowledgedMark.open(directory, 9).close();
        try (AcknowledgedMark mark = AcknowledgedMark.open(directory, 5)) {
            assertThat(mark.position()).isEqualTo(9);
        }
        try (AcknowledgedMark mark = AcknowledgedMark.open(directory, 5)) {
            mark.reset(5);
            assertThat(AcknowledgedMark.read(directory)).isEqualTo(5);
            mark.advance(6);
        }
        assertThat(AcknowledgedMark.read(directory)).isEqualTo(6);
    }

    @Test
    void aMarkWithoutSensePromisesNothingAndIsMadeAnew() throws IOException {
        Files.writeString(file(), "nonsense");

        assertThat(AcknowledgedMark.read(directory)).isZero();
        AcknowledgedMark.open(directory, 4).close();
        assertThat(AcknowledgedMark.read(directory)).isEqualTo(4);
    }

    @Test
    void anInterruptedCallerNotesItsMarkLikeAnyOther() {
        try (AcknowledgedMark mark = AcknowledgedMark.open(directory, 0)) {
            Thread.currentThread().interrupt();
            mark.advance(1);
            assertThat(Thread.interrupted()).isTrue();
            mark.advance(2);
        }
        assertThat(AcknowledgedMark.read(directory)).isEqualTo(2);
    }
}
