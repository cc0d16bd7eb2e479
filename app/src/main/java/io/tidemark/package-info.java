/// The Java API: [io.tidemark.Tidemark] opens a home, takes events in, keeps accounts from them, shows them, takes snapshots,
/// and plans, makes and proves recoveries.
///
/// ```java
/// try (Tidemark tidemark = Tidemark.open(Path.of("tidemark-data"))) {
///     tidemark.put(EventKey.of("incoming_payment_1.event"), body, "teller-7");
///     tidemark.process();
///     Account account = tidemark.account("1000001");
/// }
/// ```
///
/// The command line does everything through this class. It is stable: types that it hands out are values of the domain
/// (`io.tidemark.core`), of the use cases behind it (`io.tidemark.app.intake`, `io.tidemark.app.reading`, `io.tidemark.recovery`),
/// or of this package. What goes wrong is thrown as an exception of the core that says what kind of trouble it is.
@NullMarked
package io.tidemark;

import org.jspecify.annotations.NullMarked;
