package io.tidemark.app.generate;

/// The days of the stream: quiet Sundays, busy working days, salary days that are busier still. Hands out the moment of
/// each event; moments never run backwards. Not thread-safe.
final class BankCalendar {
    /// Monday, 1 January 2024, midnight UTC.
    private static final long START_SECONDS = 1_704_067_200L;
    private static final long LATEST_SECONDS = 253_402_300_799L;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int OPENING_SECONDS = 5 * 3600;
    private static final int BUSINESS_SECONDS = 18 * 3600;
    private static final int FEWEST_EVENTS_PER_WORKING_DAY = 200;
    /// Days from one salary day to the next; the lengths of calendar months would add nothing.
    private static final int SALARY_PERIOD_DAYS = 30;
    private static final int SALARY_DAY = 26;

    private final int eventsPerWorkingDay;
    private long day = -1;
    private int eventsToday;
    private int handedOutToday;
    private boolean salaryDay;

    BankCalendar(int accounts) {
        // Every account does something on every other day, on average.
        eventsPerWorkingDay = Math.max(accounts / 2, FEWEST_EVENTS_PER_WORKING_DAY);
    }

    /// The moment of the next event, in seconds since 1970.
    long next() {
        if (handedOutToday == eventsToday) {
            turnPage();
        }
        long second = OPENING_SECONDS + (long) BUSINESS_SECONDS * handedOutToday / eventsToday;
        handedOutToday++;
        return Math.min(START_SECONDS + day * SECONDS_PER_DAY + second, LATEST_SECONDS);
    }

    /// Whether the event whose moment was handed out last falls on a salary day.
    boolean isSalaryDay() {
        return salaryDay;
    }

    /// How many events a working day has.
    int eventsPerWorkingDay() {
        return eventsPerWorkingDay;
    }

    private void turnPage() {
        day++;
        handedOutToday = 0;
        int weekday = (int) (day % 7);
        salaryDay = day % SALARY_PERIOD_DAYS == SALARY_DAY;
        int percent = salaryDay ? 220 : switch (weekday) {
            case 4 -> 120;
            case 5 -> 45;
            case 6 -> 15;
            default -> 100;
        };
        eventsToday = (int) Math.max(1, (long) eventsPerWorkingDay * percent / 100);
    }
}
