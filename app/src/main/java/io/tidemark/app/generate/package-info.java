/**
 * Lifelike streams of events, of any size, made from a seed.
 *
 * <p>{@link io.tidemark.app.generate.EventGenerator} plays a small bank: accounts that are opened over time, busy ones
 * and idle ones, working days, weekends and salary days, payments that the other side answers a day later, cash that is
 * counted before it is credited. A small share goes wrong in the ways that things go wrong: funds that are not there,
 * bodies that are no events, deliveries that come twice, answers that overtake what they answer. It knows the rules well
 * enough to keep every account's available balance, so that what is meant to be accepted is accepted, and what is meant
 * to be refused is refused with the code that was meant.
 *
 * <p>Equal options give equal bytes, on every machine and in every version of Java: nothing here asks the machine for
 * chance or time, and all of it is whole-number arithmetic. Memory is a few bytes an account, whatever the number of
 * events.
 */
@NullMarked
package io.tidemark.app.generate;

import org.jspecify.annotations.NullMarked;
