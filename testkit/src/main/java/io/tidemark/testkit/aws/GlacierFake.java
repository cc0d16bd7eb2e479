package io.tidemark.testkit.aws;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.core.port.StorageClass;
import io.tidemark.core.port.Thaw;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Stands before a server of S3's that has no cold storage, and adds it in S3's documented shapes: an object whose class a put or a copy sets to
/// GLACIER or DEEP_ARCHIVE can neither be read nor copied (InvalidObjectState) until RestoreObject was asked for and its time is over; HeadObject
/// tells `x-amz-storage-class` and `x-amz-restore`. Everything else is passed on byte for byte, so that signatures hold; requests that are
/// answered here are not checked for theirs. Where told to, it refuses to delete versions, as Object Lock does. Thread-safe.
public final class GlacierFake implements AutoCloseable {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter
            .ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US).withZone(ZoneOffset.UTC);
    private static final Pattern DAYS = Pattern.compile("<Days>(\\d+)</Days>");
    private static final Pattern TIER = Pattern.compile("<Tier>(\\w+)</Tier>");
    private static final Pattern SUBRESOURCE = Pattern
            .compile("versions|uploads|list-type=.*|versioning|location|delete");

    private static final int END_OF_HEAD = '\r' << 24 | '\n' << 16 | '\r' << 8 | '\n';

    private final URI behind;
    private final InstantSource clock;
    private final ServerSocket server;
    private final ExecutorService threads = Executors
            .newCachedThreadPool(Thread.ofPlatform().daemon().name("glacier-fake-", 1).factory());
    private final Map<String, Cold> cold = new ConcurrentHashMap<>();
    private volatile boolean locked;

    /// What is in cold storage.
    ///
    /// @param readyAt when it can be read, or null when no restore was asked for
    /// @param until   when it no longer can
    private record Cold(StorageClass storageClass, @Nullable Instant readyAt, @Nullable Instant until) {}

    /// A request's head.
    private record Head(String method, String target, String text) {
        String path() {
            int query = target.indexOf('?');
            return URLDecoder.decode((query < 0 ? target : target.substring(0, query)).replace("+", "%2B"), UTF_8);
        }

        String query() {
            int query = target.indexOf('?');
            return query < 0 ? "" : target.substring(query + 1);
        }

        @Nullable
        String header(String name) {
            Matcher line = Pattern.compile("(?im)^" + Pattern.quote(name) + ":[ \t]*(.*?)\r?$").matcher(text);
            return line.find() ? line.group(1) : null;
        }

        boolean isObject() {
            return path().indexOf('/', 1) > 0 && path().indexOf('/', 1) < path().length() - 1;
        }
    }

    /// A fake before that server.
    ///
    /// @param clock tells when a restore is done
    public GlacierFake(URI behind, InstantSource clock) {
        this.behind = behind;
        this.clock = clock;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    /// Where it is spoken to.
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /// From now on no version can be deleted, or can be again.
    public void lock(boolean lock) {
        locked = lock;
    }

    /// The objects behind it, of which some may be cold.
    ///
    /// @param all what is behind
    public ObjectSource objects(ObjectSource all) {
        return new ObjectSource() {
            @Override
            public List<String> keys(String bucket, String prefix) {
                return all.keys(bucket, prefix);
            }

            @Override
            public byte @Nullable [] bytes(String bucket, String key) {
                return all.bytes(bucket, key);
            }

            @Override
            public boolean isReadable(String bucket, String key) {
                return GlacierFake.this.isReadable("/" + bucket + "/" + key);
            }
        };
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Head head = head(in);
            if (head == null) {
                return;
            }
            OutputStream out = socket.getOutputStream();
            if (head.header("Expect") != null) {
                out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
                out.flush();
            }
            String length = head.header("Content-Length");
            byte[] body = in.readNBytes(length == null ? 0 : Integer.parseInt(length));
            out.write(answer(head, body));
            out.flush();
        } catch (IOException e) {
            // The client has gone: it sees that itself.
        }
    }

    private static @Nullable Head head(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // The last four bytes: a head ends with an empty line.
        for (int last = 0; last != END_OF_HEAD;) {
            int b = in.read();
            if (b < 0) {
                return null;
            }
            bytes.write(b);
            last = last << 8 | b;
        }
        String text = bytes.toString(ISO_8859_1);
        String[] first = text.substring(0, text.indexOf('\r')).split(" ", -1);
        return new Head(first[0], first[1], text);
    }

    private byte[] answer(Head head, byte[] body) throws IOException {
        String object = head.path();
        boolean plain = head.isObject() && !SUBRESOURCE.matcher(head.query()).matches();
        if (head.method().equals("POST") && head.query().startsWith("restore")) {
            return restore(object, new String(body, UTF_8));
        }
        if (plain && head.method().equals("GET") && !isReadable(object)) {
            return refused(403, "InvalidObjectState", "The operation is not valid for the object's storage class");
        }
        if (locked && head.method().equals("DELETE") && head.query().contains("versionId=")) {
            return refused(403, "AccessDenied", "Access Denied because object protected by object lock.");
        }
        String source = head.header("x-amz-copy-source");
        if (source != null && !isReadable(slashed(URLDecoder.decode(source.replace("+", "%2B"), UTF_8)))) {
            return refused(403, "InvalidObjectState", "Operation is not valid for the source object's storage class");
        }
        byte[] there = passOn(head, body);
        boolean done = new String(there, 0, Math.min(there.length, 16), ISO_8859_1).startsWith("HTTP/1.1 2");
        if (plain && done && head.method().equals("PUT")) {
            String storageClass = head.header("x-amz-storage-class");
            if (storageClass == null || storageClass.equals("STANDARD")) {
                cold.remove(object);
            } else {
                cold.put(object, new Cold(StorageClass.valueOf(storageClass), null, null));
            }
        }
        return plain && done && head.method().equals("HEAD") ? described(object, there) : there;
    }

    private static String slashed(String path) {
        return path.startsWith("/") ? path : "/" + path;
    }

    private boolean isReadable(String object) {
        Cold state = cold.get(object);
        Instant now = clock.instant();
        return state == null || (state.readyAt() != null && state.until() != null && !now.isBefore(state.readyAt())
                && now.isBefore(state.until()));
    }

    private byte[] restore(String object, String request) {
        Cold state = cold.get(object);
        if (state == null) {
            return refused(403, "InvalidObjectState", "Restore is not allowed for the object's current storage class");
        }
        Matcher days = DAYS.matcher(request);
        if (!days.find()) {
            return refused(400, "MalformedXML", "The XML you provided was not well-formed");
        }
        Instant now = clock.instant();
        boolean asked = state.readyAt() != null && state.until() != null && now.isBefore(state.until());
        if (asked && state.readyAt() != null && now.isBefore(state.readyAt())) {
            return refused(409, "RestoreAlreadyInProgress", "Object restore is already in progress");
        }
        Matcher tier = TIER.matcher(request);
        Thaw.Tier wanted = tier.find() ? Thaw.Tier.valueOf(tier.group(1).toUpperCase(Locale.ROOT)) : Thaw.Tier.STANDARD;
        Instant readyAt = asked && state.readyAt() != null ? state.readyAt()
                : Thaw.longest(state.storageClass(), wanted).map(now::plus).orElse(null);
        if (readyAt == null) {
            return refused(400, "InvalidArgument", "Retrieval option is not supported by this storage class");
        }
        // A restored copy goes at the midnight after its days are over.
        Instant until = ZonedDateTime.ofInstant(asked ? now : readyAt, ZoneOffset.UTC)
                .plusDays(Long.parseLong(days.group(1)) + 1).truncatedTo(ChronoUnit.DAYS).toInstant();
        cold.put(object, new Cold(state.storageClass(), readyAt, until));
        return response(asked ? "200 OK" : "202 Accepted", "");
    }

    private static byte[] refused(int status, String code, String message) {
        return response(status + " Refused", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code
                + "</Code><Message>" + message + "</Message><RequestId>0</RequestId></Error>");
    }

    private static byte[] response(String status, String body) {
        return ("HTTP/1.1 " + status + "\r\nContent-Type: application/xml\r\nContent-Length: "
                + body.getBytes(UTF_8).length + "\r\nConnection: close\r\n\r\n" + body).getBytes(UTF_8);
    }

    private byte[] described(String object, byte[] there) {
        Cold state = cold.get(object);
        if (state == null) {
            return there;
        }
        Instant now = clock.instant();
        StringBuilder more = new StringBuilder("\r\nx-amz-storage-class: ").append(state.storageClass().name());
        if (state.readyAt() != null && state.until() != null && now.isBefore(state.until())) {
            more.append("\r\nx-amz-restore: ongoing-request=\"").append(now.isBefore(state.readyAt())).append('"');
            if (!now.isBefore(state.readyAt())) {
                more.append(", expiry-date=\"").append(HTTP_DATE.format(state.until())).append('"');
            }
        }
        String text = new String(there, ISO_8859_1).replaceAll("(?i)\r\nx-amz-storage-class:[^\r]*", "");
        int end = text.indexOf('\r');
        return (text.substring(0, end) + more + text.substring(end)).getBytes(ISO_8859_1);
    }

    private byte[] passOn(Head head, byte[] body) throws IOException {
        String text = head.text().replaceAll("(?im)^(connection|expect):.*\r\n", "");
        text = text.substring(0, text.length() - 2) + "Connection: close\r\n\r\n";
        try (Socket there = new Socket(behind.getHost(), behind.getPort())) {
            OutputStream out = there.getOutputStream();
            out.write(text.getBytes(ISO_8859_1));
            out.write(body);
            out.flush();
            return there.getInputStream().readAllBytes();
        }
    }

    /// Serves nobody any more.
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
