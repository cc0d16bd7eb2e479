package io.tidemark.embedded.log;

import io.tidemark.core.bundle.BundleLine;
import io.tidemark.core.bundle.BundleLineReader;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.bundle.BundleEntry;
import io.tidemark.embedded.bundle.BundleFiles;
import io.tidemark.embedded.bundle.BundleShelf;
import io.tidemark.embedded.bundle.Frame;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads one bundle again, all of it. One use, one thread.
final class BundleCheck {
    private final OpenedEvents opened;
    private final BundleFiles files;
    private final BundleEntry bundle;
    private final MessageDigest sha256 = Sha256.newMessageDigest();
    private final List<Bundles.Fault> faults = new ArrayList<>();

    BundleCheck(OpenedEvents opened, BundleFiles files, BundleEntry bundle) {
        this.opened = opened;
        this.files = files;
        this.bundle = bundle;
    }

    /// What is wrong with it.
    List<Bundles.Fault> faults() {
        for (int number = 0; number < bundle.frames().size(); number++) {
            check(number);
        }
        if (faults.isEmpty()) {
            compare("its file", bundle.sha256(), () -> files.digestOfData(bundle));
        }
        compare("its manifest", bundle.manifestSha256(), () -> files.digestOfManifest(bundle));
        return faults;
    }

    private void compare(String what, Sha256 expected, Supplier<Sha256> found) {
        String wrong;
        try {
            wrong = found.get().equals(expected) ? null : what + " is not what was written";
        } catch (StorageException e) {
            if (e.kind() != Kind.MISSING) {
                throw e;
            }
            wrong = what + " is missing";
        }
        if (wrong != null) {
            faults.add(new Bundles.Fault(bundle.id(), bundle.firstPosition(), bundle.lastPosition(), wrong, List.of()));
        }
    }

    private void check(int number) {
        Frame frame = bundle.frames().get(number);
        Map<Long, BundledAttempts.Known> known = new TreeMap<>();
        List<Bundles.Held> held = new ArrayList<>();
        BundleShelf.Place wanted = new BundleShelf.Place(bundle.number(), number);
        try (BundledAttempts attempts = new BundledAttempts(opened, frame.firstPosition(), frame.lastPosition(),
                wanted::equals)) {
            for (List<BundledAttempts.Known> some = attempts.next(); some != null; some = attempts.next()) {
                for (BundledAttempts.Known one : some) {
                    known.put(one.attempt().position(), one);
                    held.add(attempts.held(one));
                }
            }
        }
        try {
            byte[] text = files.lines(bundle, frame);
            BundleLineReader lines = new BundleLineReader(text);
            for (BundleLine line = lines.next(); line != null; line = lines.next()) {
                compare(line, text, known.remove(line.position()));
            }
            if (!known.isEmpty()) {
                throw damaged(known.keySet().iterator().next(), "has no line");
            }
        } catch (StorageException e) {
            if (e.kind() != Kind.DAMAGED) {
                throw e;
            }
            faults.add(new Bundles.Fault(bundle.id(), frame.firstPosition(), frame.lastPosition(),
                    String.valueOf(e.getMessage()), held));
        }
    }

    private void compare(BundleLine line, byte[] text, BundledAttempts.@Nullable Known known) {
        if (!line.body().read(text).digest(sha256).equals(line.digest())) {
            throw damaged(line.position(), "has another body than its digest says");
        }
        // Before it is settled, a bundle holds attempts that are single objects still.
        if (known == null ? bundle.settled()
                : !known.attempt().key().equals(line.key())
                        || !known.reference().digest().equals(line.digest())
                        || !known.reference().body().equals(line.body())) {
            throw damaged(line.position(), "is another than the events say");
        }
    }

    private StorageException damaged(long position, String why) {
        return new StorageException(Kind.DAMAGED,
                "bundle " + bundle.id() + " is damaged: position " + position + " " + why);
    }
}
