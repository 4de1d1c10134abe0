package io.jenkins.plugins.proxmox.core.life;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When how many guests are kept ready. A line is a window: {@code Mon-Fri 07:00-19:00 3}, with days like {@code Mon}, {@code
 * Mon-Fri}, {@code Sat,Sun} or {@code *}. A window that ends before it begins lasts into the next day. Of windows that overlap the
 * largest number counts. A line {@code TZ=Europe/Berlin} says where the hours are counted, a line with {@code #} is a
 * comment.
 */
public final class WarmSchedule {
    private static final String PARAMETER = "schedule";
    private static final Pattern LINE =
            Pattern.compile("(\\S+)\\s+(\\d{1,2}):(\\d{2})\\s*-\\s*(\\d{1,2}):(\\d{2})\\s+(\\d{1,4})");
    private static final String ZONE = "TZ=";
    private static final int DAY_MINUTES = 24 * 60;
    private static final int HOUR_MINUTES = 60;

    /**
     * @param from minute of the day
     * @param to minute of the day, later than {@code from}; of the next day from 1440 on
     */
    private record Window(Set<DayOfWeek> days, int from, int to, int guests) {
        boolean isOpen(LocalDateTime time) {
            int minute = time.toLocalTime().toSecondOfDay() / HOUR_MINUTES;
            DayOfWeek today = time.getDayOfWeek();
            return contains(today, minute) || contains(today.minus(1), minute + DAY_MINUTES);
        }

        private boolean contains(DayOfWeek begin, int minute) {
            return days.contains(begin) && minute >= from && minute < to;
        }
    }

    private final List<Window> windows = new ArrayList<>();
    private ZoneId zone;

    private WarmSchedule(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * Reads a schedule; an empty one has no windows.
     *
     * @param usual where the hours are counted if it does not say so
     * @throws ProxmoxException with {@link Problem.Parameter} if a line can't be read
     */
    public static WarmSchedule parse(String text, ZoneId usual) {
        WarmSchedule schedule = new WarmSchedule(usual);
        text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(schedule::add);
        return schedule;
    }

    private void add(String line) {
        try {
            if (line.startsWith(ZONE)) {
                zone = ZoneId.of(line.substring(ZONE.length()).strip());
                return;
            }
        } catch (DateTimeException e) {
            throw invalid(line, "there is no such time zone; expected is one like TZ=Europe/Berlin");
        }
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw invalid(line, "expected are days, hours and a number, as in Mon-Fri 07:00-19:00 3");
        }
        int from = minute(line, matcher.group(2), matcher.group(3));
        int to = minute(line, matcher.group(4), matcher.group(5));
        if (from == DAY_MINUTES || from == to) {
            throw invalid(line, "that is no time at all; all of a day is 00:00-24:00");
        }
        windows.add(new Window(
                days(line, matcher.group(1)),
                from,
                to > from ? to : to + DAY_MINUTES,
                Integer.parseInt(matcher.group(6))));
    }

    private static int minute(String line, String hours, String minutes) {
        int minute = Integer.parseInt(hours) * HOUR_MINUTES + Integer.parseInt(minutes);
        if (Integer.parseInt(minutes) >= HOUR_MINUTES || minute > DAY_MINUTES) {
            throw invalid(line, hours + ":" + minutes + " is no time of day; expected is 00:00 to 24:00");
        }
        return minute;
    }

    private static Set<DayOfWeek> days(String line, String text) {
        if (text.equals("*")) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.split(",", -1)) {
            String[] ends = part.split("-", -1);
            if (ends.length > 2) {
                throw noDay(line, part);
            }
            DayOfWeek day = day(line, ends[0]);
            DayOfWeek last = day(line, ends[ends.length - 1]);
            while (day != last) {
                days.add(day);
                day = day.plus(1);
            }
            days.add(last);
        }
        return days;
    }

    private static DayOfWeek day(String line, String text) {
        String wanted = text.toUpperCase(Locale.ROOT);
        for (DayOfWeek day : DayOfWeek.values()) {
            if (wanted.length() >= 3 && day.name().startsWith(wanted)) {
                return day;
            }
        }
        throw noDay(line, text);
    }

    private static ProxmoxException noDay(String line, String text) {
        return invalid(line, "'" + text + "' is no day; expected is Mon, Mon-Fri, Sat,Sun or *");
    }

    private static ProxmoxException invalid(String line, String reason) {
        return ProxmoxException.invalid(PARAMETER, "In the line '" + line + "': " + reason);
    }

    /** How many are kept ready at a time; empty outside of all windows. */
    public OptionalInt at(Instant time) {
        LocalDateTime local = ZonedDateTime.ofInstant(time, zone).toLocalDateTime();
        return windows.stream()
                .filter(window -> window.isOpen(local))
                .mapToInt(Window::guests)
                .max();
    }
}
