package io.jenkins.plugins.proxmox.core.life;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarmScheduleTest {
    private static final ZoneId UTC = ZoneOffset.UTC;

    private static OptionalInt at(String schedule, String time) {
        return WarmSchedule.parse(schedule, UTC).at(LocalDateTime.parse(time).toInstant(ZoneOffset.UTC));
    }

    /** 2026-11-23 is a Monday. */
    @ParameterizedTest
    @CsvSource({
        "2026-11-23T06:59:59, ",
        "2026-11-23T07:00:00, 3",
        "2026-11-27T18:59:59, 3",
        "2026-11-27T19:00:00, ",
        "2026-11-28T12:00:00, ",
        "2026-11-29T12:00:00, 1",
        "2026-11-29T10:59:59, "
    })
    void aWindowHasDaysAndHours(String time, Integer guests) {
        assertThat(at("Mon-Fri 07:00-19:00 3\n# quiet\n\n Sun 11:00-13:00 1", time))
                .isEqualTo(guests == null ? OptionalInt.empty() : OptionalInt.of(guests));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-27T21:59:59, ",
        "2026-11-27T22:00:00, 2",
        "2026-11-28T05:59:59, 2",
        "2026-11-28T06:00:00, ",
        "2026-11-27T03:00:00, "
    })
    void aWindowMayLastIntoTheNextDay(String time, Integer guests) {
        assertThat(at("Fri 22:00-06:00 2", time))
                .isEqualTo(guests == null ? OptionalInt.empty() : OptionalInt.of(guests));
    }

    @Test
    void daysMayBeListedAndGoRoundTheWeek() {
        assertThat(at("fri-MON,wednesday 0:00-24:00 1", "2026-11-22T10:00:00")).hasValue(1);
        assertThat(at("fri-MON,wednesday 0:00-24:00 1", "2026-11-23T23:59:59")).hasValue(1);
        assertThat(at("fri-MON,wednesday 0:00-24:00 1", "2026-11-24T00:00:00")).isEmpty();
        assertThat(at("fri-MON,wednesday 0:00-24:00 1", "2026-11-25T00:00:00")).hasValue(1);
    }

    @Test
    void theLargestOfOverlappingWindowsCounts() {
        String schedule = "* 00:00-24:00 1\n* 08:00-10:00 4\n* 09:00-11:00 0";
        assertThat(at(schedule, "2026-11-23T09:30:00")).hasValue(4);
        assertThat(at(schedule, "2026-11-23T10:30:00")).hasValue(1);
    }

    @Test
    void noneMayBeWantedInAWindow() {
        assertThat(at("Sat,Sun 00:00-24:00 0", "2026-11-28T00:00:00")).hasValue(0);
    }

    @Test
    void hoursAreThoseOfAZone() {
        assertThat(at("TZ=Europe/Berlin\n* 07:00-08:00 1", "2026-11-23T06:30:00"))
                .hasValue(1);
        assertThat(at("TZ=Europe/Berlin\n* 07:00-08:00 1", "2026-07-23T06:30:00"))
                .isEmpty();
    }

    @Test
    void withoutWindowsThereIsNothing() {
        assertThat(at("", "2026-11-23T06:30:00")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "H 7 * * 1-5, expected are days",
        "Mon 07:00-19:00, expected are days",
        "Mo 07:00-19:00 1, is no day",
        "Mon-Tue-Wed 07:00-19:00 1, is no day",
        "'Mon, 07:00-19:00 1', is no day",
        "Mon 07:60-19:00 1, 07:60 is no time of day",
        "Mon 07:00-24:01 1, 24:01 is no time of day",
        "Mon 24:00-07:00 1, no time at all",
        "Mon 07:00-07:00 1, no time at all",
        "TZ=Berlin/Europe, no such time zone"
    })
    void whatCanNotBeReadIsRefused(String line, String reason) {
        assertRefused("schedule", () -> WarmSchedule.parse(line, UTC), line, reason);
    }
}
