package io.jenkins.plugins.proxmox.core.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkTest {
    private static final VmId VMID = new VmId(105);
    private static final Mark MARK = new Mark(
            "0123456789abcdef",
            VMID,
            "an-operation",
            "https://jenkins.example.com/job/team/job/app/7/",
            Optional.empty());
    private static final String LINE = "proxmox-guests: controller=0123456789abcdef vmid=105 operation=an-operation"
            + " owner=https://jenkins.example.com/job/team/job/app/7/";

    @Test
    void isALineThatPeopleCanRead() {
        assertThat(MARK).hasToString(LINE);
        assertThat(MARK.expiring(Instant.parse("2026-11-24T08:00:00Z")))
                .hasToString(LINE + " expires=2026-11-24T08:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "team/größe #7",
                "job 100%25 of a+b",
                "two\nlines vmid=7",
                "job/x/ controller=other",
                "日本語",
                "a=b&c;d,e",
                "proxmox-guests: vmid=1"
            })
    void whateverTheOwnerIsCalledComesBack(String owner) {
        Mark mark = new Mark("a b%2F", VMID, "an operation", owner, Optional.of(Instant.parse("2026-11-24T08:00:00Z")));

        assertThat(Mark.in(mark.toString())).containsExactly(mark);
        assertThat(mark.toString().lines()).hasSize(1);
        assertThat(mark.isOn(config("some notes\n\n" + mark + "\n"))).isTrue();
    }

    @Test
    void isFoundAmongTheNotesOfPeople() {
        assertThat(Mark.in("first\r\n" + LINE + "\r\nlast\r\n")).containsExactly(MARK);
        assertThat(Mark.in("first\n" + LINE)).containsExactly(MARK);
        assertThat(Mark.in(LINE + "   \n\nlast")).containsExactly(MARK);
        assertThat(Mark.in("nothing")).isEmpty();
        assertThat(Mark.in("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxmox-guests:",
                "proxmox-guests: nonsense",
                "proxmox-guests: vmid=105",
                "proxmox-guests: controller=c vmid=105",
                "proxmox-guests: vmid=105 operation=o",
                "proxmox-guests: controller= vmid=105 operation=o",
                "proxmox-guests: controller=c vmid=105 operation=",
                "proxmox-guests: controller=c vmid=99 operation=o",
                "proxmox-guests: controller=c vmid=1e5 operation=o",
                "proxmox-guests: controller=c vmid=105 vmid=106 operation=o",
                "proxmox-guests: controller=c controller=d vmid=105 operation=o",
                " proxmox-guests: controller=c vmid=105 operation=o",
                "see proxmox-guests: controller=c vmid=105 operation=o",
                "Proxmox-guests: controller=c vmid=105 operation=o"
            })
    void whatSomebodyHasSpoiledIsNoMark(String line) {
        assertThat(Mark.in("notes\n" + line + "\nmore")).isEmpty();
        assertThat(MARK.isOn(config(line))).isFalse();
    }

    @Test
    void whatDoesNotMatterMayBeSpoiled() {
        assertThat(Mark.in("proxmox-guests: controller=c vmid=105 operation=o owner=%zz expires=soon color=red"))
                .containsExactly(new Mark("c", VMID, "o", "%zz", Optional.empty()));
        assertThat(Mark.in("proxmox-guests:\toperation=o, no field   vmid=105\tcontroller=c"))
                .singleElement()
                .satisfies(mark -> assertThat(mark.controller()).isEqualTo("c"));
    }

    @Test
    void isGoodForItsVmidOnly() {
        assertThat(Mark.of(config(LINE), new VmId(106))).isEmpty();
        assertThat(Mark.of(config(LINE), VMID)).contains(MARK);
        assertThat(MARK.on(new VmId(106)).isOn(config(LINE))).isFalse();
        assertThat(Mark.of(new GuestConfig(Map.of()), VMID)).isEmpty();
    }

    @Test
    void theLineOfAnotherGuestDoesNotHideItsOwn() {
        String other = MARK.on(new VmId(9000)).toString();

        assertThat(Mark.of(config(other + "\n" + LINE), VMID)).contains(MARK);
        assertThat(Mark.of(config(LINE + "\n" + other), VMID)).contains(MARK);
    }

    @Test
    void aGuestThatTwoClaimIsNobodys() {
        Mark other = new Mark("other", VMID, "an-operation", "", Optional.empty());

        assertThat(Mark.of(config(MARK + "\n" + other), VMID)).isEmpty();
        assertThat(Mark.of(config(other + "\n" + MARK), VMID)).isEmpty();
        assertThat(Mark.of(config(MARK + "\n" + MARK.expiring(Instant.EPOCH)), VMID))
                .contains(MARK);
    }

    @Test
    void isTheSameIfTheSameOperationMadeTheSameGuest() {
        assertThat(MARK.isSameAs(MARK.expiring(Instant.EPOCH))).isTrue();
        assertThat(MARK.isSameAs(MARK.on(new VmId(106)))).isFalse();
        assertThat(MARK.isSameAs(new Mark("other", VMID, "an-operation", "", Optional.empty())))
                .isFalse();
        assertThat(MARK.isSameAs(new Mark("0123456789abcdef", VMID, "other", "", Optional.empty())))
                .isFalse();
    }

    @Test
    void takesThePlaceOfAnyOther() {
        String inherited =
                "a template\r\nproxmox-guests: controller=c vmid=9000 operation=o\r\nproxmox-guests: spoiled\r\nby hand";

        assertThat(MARK.addTo(inherited)).isEqualTo("a template\r\nby hand\n\n" + LINE);
        assertThat(MARK.addTo("")).isEqualTo(LINE);
        assertThat(MARK.addTo(MARK.addTo("notes"))).isEqualTo("notes\n\n" + LINE);
        assertThat(Mark.removedFrom(MARK.addTo("notes"))).isEqualTo("notes");
        assertThat(Mark.removedFrom("not proxmox-guests: at all")).isEqualTo("not proxmox-guests: at all");
    }

    @Test
    void staysWhenTheNotesChangeAndIsNotBroughtInByThem() {
        String forged = "new\nproxmox-guests: controller=0123456789abcdef vmid=105 operation=forged";

        assertThat(Mark.keepIn("old\n\n" + LINE, "new")).isEqualTo("new\n\n" + LINE);
        assertThat(Mark.keepIn("old\n\n" + LINE, forged)).isEqualTo("new\n\n" + LINE);
        assertThat(Mark.keepIn("old", forged)).isEqualTo("new");
        assertThat(Mark.keepIn(LINE, "")).isEqualTo(LINE);
        assertThat(Mark.keepIn("", "")).isEmpty();
        assertThat(Mark.in(Mark.keepIn(LINE + "\nold\n" + MARK.on(new VmId(106)), "new")))
                .containsExactly(MARK, MARK.on(new VmId(106)));
    }

    private static GuestConfig config(String description) {
        return new GuestConfig(Map.of("description", description));
    }
}
