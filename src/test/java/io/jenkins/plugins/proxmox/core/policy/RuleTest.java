package io.jenkins.plugins.proxmox.core.policy;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static io.jenkins.plugins.proxmox.core.policy.SomeRule.allows;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.value.Tag;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTest {
    private static final GuestTraits WEB =
            new GuestTraits(new VmId(101), Optional.of("web"), Optional.of("ci"), List.of(new Tag("base")), false);
    private static final GuestTraits BARE =
            new GuestTraits(new VmId(555), Optional.empty(), Optional.empty(), List.of(), false);

    @ParameterizedTest
    @CsvSource({
        "team, team, true",
        "team, team/app, true",
        "team, team/app/main, true",
        "team, team2, false",
        "team, team2/app, false",
        "team, other/team, false",
        "team, Team/app, false",
        "/team/, team/app, true",
        "team/app, team/app/main, true",
        "team/app, team/apple, false",
        "team/app, team, false",
        "team/*, team, false",
        "team/*, team/app/main, true",
        "*, anything/at/all, true",
        "*/main, team/app/main, true",
        "*/main, team/app/main/nested, true",
        "*/main, team/app/domain, false",
        "team*, team2/app, true",
        "team, '', false",
        "*, '', true",
    })
    void aFolderIsMeantWithAllThatIsInsideOfIt(String folder, String job, boolean meant) {
        assertThat(allows("r", Right.POWER).folders(folder).rule().isFor(job)).isEqualTo(meant);
        assertThat(allows("r", Right.POWER).folders("nowhere", folder).rule().isFor(job))
                .isEqualTo(meant);
    }

    @Test
    void withoutFoldersItIsForAllJobs() {
        assertThat(allows("r", Right.POWER).rule().isFor("any/job")).isTrue();
        assertThat(allows("r", Right.POWER).rule().isFor("")).isTrue();
    }

    @Test
    void withoutConditionsItIsAboutAllGuests() {
        Rule rule = allows("r", Right.POWER).folders("team").rule();

        assertThat(rule.isForAnyGuest()).isTrue();
        assertThat(rule.mismatch(WEB)).isEmpty();
        assertThat(rule.mismatch(BARE)).isEmpty();
    }

    @Test
    void poolsAreComparedAsTheyAre() {
        SomeRule rule = allows("r", Right.POWER).pools("prod", "ci");

        assertThat(rule.rule().mismatch(WEB)).isEmpty();
        assertThat(rule.rule().mismatch(BARE)).contains("it is in no pool, not in prod or ci");
        assertThat(rule.pools("CI").rule().mismatch(WEB)).contains("it is in pool ci, not in CI");
        assertThat(rule.rule().isForAnyGuest()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"101-101, true", "100-200, true", "102-200, false", "100-100, false"})
    void vmidsIncludeBothEnds(String range, boolean meant) {
        Rule rule = allows("r", Right.POWER).vmids(range, "9000-9999").rule();

        assertThat(rule.mismatch(WEB).isEmpty()).isEqualTo(meant);
        assertThat(rule.isForAnyGuest()).isFalse();
        assertThat(rule.mismatch(BARE)).contains("its VMID is not in " + range + " or 9000-9999");
    }

    @Test
    void oneTagIsEnoughAndCaseDoesNotMatter() {
        assertThat(allows("r", Right.POWER).tags("nightly", "BASE").rule().mismatch(WEB))
                .isEmpty();
        assertThat(allows("r", Right.POWER).tags("nightly", "ci").rule().mismatch(WEB))
                .contains("it is not tagged nightly or ci");
        assertThat(allows("r", Right.POWER).tags("base").rule().mismatch(BARE)).contains("it is not tagged base");
        assertThat(allows("r", Right.POWER).tags("base").rule().isForAnyGuest()).isFalse();
    }

    @Test
    void aGuestWithoutANameMatchesNoPattern() {
        assertThat(allows("r", Right.POWER).names("db-*", "w*b").rule().mismatch(WEB))
                .isEmpty();
        assertThat(allows("r", Right.POWER).names("db-*", "ci-*").rule().mismatch(WEB))
                .contains("its name does not match db-* or ci-*");
        assertThat(allows("r", Right.POWER).names("*").rule().mismatch(BARE)).contains("its name does not match *");
        assertThat(allows("r", Right.POWER).names("*").rule().isForAnyGuest()).isFalse();
    }

    @Test
    void everyConditionHasToBeMet() {
        SomeRule all = allows("r", Right.POWER)
                .pools("ci")
                .vmids("100-199")
                .tags("base")
                .names("web");

        assertThat(all.rule().mismatch(WEB)).isEmpty();
        assertThat(all.pools("prod").rule().mismatch(WEB)).isPresent();
        assertThat(all.vmids("200-299").rule().mismatch(WEB)).isPresent();
        assertThat(all.tags("ci").rule().mismatch(WEB)).isPresent();
        assertThat(all.names("db").rule().mismatch(WEB)).isPresent();
    }

    @Test
    void oneThatCanNeverAllowAnythingIsAMistake() {
        assertRefused("name", () -> allows("  ", Right.POWER).rule(), "A rule has no name");
        assertRefused("operations", () -> allows("r").rule(), "must allow something", "read, power");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "/", "//"})
    void aFolderWithoutANameIsAMistake(String folder) {
        assertRefused(
                "folders",
                () -> allows("r", Right.POWER).folders(folder).rule(),
                "is no folder or job; expected is a full name as in team/app, or * for all");
    }

    @Test
    void aPoolThatCantBeOneIsAMistake() {
        assertThat(allows("r", Right.POWER).pools("team/ci_1.x-y").rule().pools())
                .containsExactly("team/ci_1.x-y");
        for (String pool : List.of("", "a b", "ci/", "/ci", "größe", "ci*")) {
            assertRefused("pools", () -> allows("r", Right.POWER).pools(pool).rule(), "'" + pool + "' is no pool");
        }
    }

    @Test
    void requestsCantBeLimitedToSomeGuests() {
        SomeRule request = allows("r", Right.REQUEST).folders("ops");

        assertThat(request.rule().isForAnyGuest()).isTrue();
        for (SomeRule limited :
                List.of(request.pools("ci"), request.vmids("100-199"), request.tags("ci"), request.names("ci-*"))) {
            assertRefused("operations", limited::rule, "'request' goes with no particular guest");
        }
    }
}
