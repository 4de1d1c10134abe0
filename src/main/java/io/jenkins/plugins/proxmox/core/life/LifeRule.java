package io.jenkins.plugins.proxmox.core.life;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How long a guest is used. Whatever has come to its end, a build that runs is never disturbed: the guest only takes no
 * other.
 *
 * @param uses how many builds it takes at most; any number if absent
 * @param idle after which time without a build it goes; never for that if absent
 * @param age after which time it takes no more builds; as old as it likes if absent
 */
public record LifeRule(OptionalInt uses, Optional<Duration> idle, Optional<Duration> age) {
    /**
     * Why no build may begin any more, to be put behind the name of whatever it is; empty if one may.
     *
     * @param busy how many builds occupy it now, including those that have not begun yet
     */
    public Optional<String> refusal(UseCount use, int busy, Duration old) {
        if (!use.allowsAnother(uses, busy)) {
            return Optional.of(
                    uses.equals(OptionalInt.of(1))
                            ? "is for one build only"
                            : "is for " + uses.getAsInt() + " builds only");
        }
        return isTooOld(old) ? Optional.of("is older than " + text(age.orElseThrow())) : Optional.empty();
    }

    /**
     * Why it goes, as a sentence; empty if it stays.
     *
     * @param busy how many builds occupy it now, including those that have not begun yet
     * @param unused for how long it could have had a build and had none; zero as long as it could not
     * @param wanted whether it is one of those that are kept ready, however long they are idle
     */
    public Optional<String> end(UseCount use, int busy, Duration old, Duration unused, boolean wanted) {
        if (busy > 0 || use.underWay() > 0) {
            return Optional.empty();
        }
        if (use.isOver(uses)) {
            return Optional.of("it has run all the builds that it is for");
        }
        if (isTooOld(old)) {
            return Optional.of("it is older than " + text(age.orElseThrow()));
        }
        return idle.filter(most -> !wanted && unused.compareTo(most) >= 0 && !unused.isZero())
                .map(most -> "it was idle for " + text(most));
    }

    private boolean isTooOld(Duration old) {
        return age.filter(most -> old.compareTo(most) >= 0).isPresent();
    }

    private static String text(Duration duration) {
        long minutes = duration.toMinutes();
        return minutes == 1 ? "a minute" : minutes + " minutes";
    }
}
