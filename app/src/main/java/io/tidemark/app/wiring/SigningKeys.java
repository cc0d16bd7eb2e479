package io.tidemark.app.wiring;

import io.tidemark.recovery.receipt.KeyText;
import io.tidemark.recovery.receipt.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.EnumSet;
import java.util.Set;

/// Keys that sign receipts, in files outside of any home: the private key in one, the public key beside it in another that has `.pub` behind
/// its name.
public final class SigningKeys {
    private static final Set<PosixFilePermission> PRIVATE = Set.of(PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE);

    private SigningKeys() {}

    /// Where the public key of a private one is.
    public static Path publicFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".pub");
    }

    /// Reads a key.
    ///
    /// @throws IOException              when a file cannot be read
    /// @throws IllegalArgumentException when one is no key, or they do not belong together
    public static SigningKey read(Path file) throws IOException {
        return new SigningKey(KeyText.privateKey(text(file)), readPublic(publicFile(file)));
    }

    /// Whether nobody but its owner can read or write a file. True where the file system does not tell.
    ///
    /// @throws IOException when it cannot be looked at
    public static boolean isPrivate(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return true;
        }
        Set<PosixFilePermission> allowed = EnumSet.copyOf(PRIVATE);
        allowed.add(PosixFilePermission.OWNER_EXECUTE);
        return allowed.containsAll(view.readAttributes().permissions());
    }

    /// Reads a public key.
    ///
    /// @throws IOException              when the file cannot be read
    /// @throws IllegalArgumentException when it is no key
    public static PublicKey readPublic(Path file) throws IOException {
        return KeyText.publicKey(text(file));
    }

    private static String text(Path file) throws IOException {
        // Whatever bytes there are: what is not a key is found out by whoever takes the text apart.
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    /// Makes a key; nobody but the owner may read the private one.
    ///
    /// @return it
    /// @throws java.nio.file.FileAlreadyExistsException when one of the files is there
    /// @throws IOException                               when they cannot be written
    public static SigningKey generate(Path file) throws IOException {
        KeyPair pair;
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has Ed25519", e);
        }
        SigningKey key = new SigningKey(pair.getPrivate(), pair.getPublic());
        // The public one first: what is refused because it is there leaves no private key behind.
        Files.writeString(publicFile(file), KeyText.of(key.open()), StandardCharsets.US_ASCII,
                StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        boolean done = false;
        try {
            Path directory = file.toAbsolutePath().getParent();
            boolean posix = directory != null
                    && Files.getFileStore(directory).supportsFileAttributeView("posix");
            Files.createFile(file, posix
                    ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PRIVATE)}
                    : new FileAttribute<?>[0]);
            Files.writeString(file, KeyText.of(key.secret()), StandardCharsets.US_ASCII);
            done = true;
        } finally {
            if (!done) {
                Files.deleteIfExists(publicFile(file));
            }
        }
        return key;
    }
}
