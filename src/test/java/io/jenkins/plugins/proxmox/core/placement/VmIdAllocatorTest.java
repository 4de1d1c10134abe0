package io.jenkins.plugins.proxmox.core.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.Connected;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.task.VirtualTiming;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VmIdRange;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VmIdAllocatorTest {
    private final VirtualTiming time = new VirtualTiming();
    private final RandomGenerator always7 = () -> 7L << 32;
    private Connected lab;

    @BeforeEach
    void start() {
        lab = Connected.to(PveVersion.V8);
    }

    @AfterEach
    void stop() throws IOException {
        lab.close();
    }

    private VmIdAllocator allocator(String range) {
        return new VmIdAllocator(time::now, Optional.ofNullable(range).map(VmIdRange::parse), always7);
    }

    private int next(VmIdAllocator allocator) {
        return allocator.reserve(lab.cluster, 0).number();
    }

    @Test
    void handsOutWhatTheClusterWouldAndNothingTwice() {
        VmIdAllocator allocator = allocator(null);

        // 101 and 102 are guests.
        assertThat(IntStream.range(0, 3).map(i -> next(allocator))).containsExactly(100, 103, 104);
    }

    @Test
    void handsOutNothingButTheRangeAndLeavesGuestsInItAlone() {
        VmIdAllocator allocator = allocator("201-205");

        assertThat(IntStream.range(0, 3).map(i -> next(allocator))).containsExactly(203, 204, 205);
    }

    @Test
    void saysWhenTheRangeIsUsedUp() {
        VmIdAllocator allocator = allocator("201-203");
        next(allocator);

        assertThatThrownBy(() -> next(allocator))
                .isInstanceOfSatisfying(
                        ProxmoxException.class, e -> assertThat(e.problem()).isInstanceOf(Problem.AlreadyExists.class))
                .hasMessage("No VMID of the range 201-203 is free");
    }

    @Test
    void seesGuestsThatItsCredentialsMayNotSee() throws IOException {
        String blind =
                lab.proxmox.access().addUser("blind@pve", "unused-password").addToken("blind@pve", "ci", false);
        try (Connected other = lab.as(blind)) {
            assertThat(other.cluster.guests().list()).isEmpty();
            assertThat(allocator("201-205").reserve(other.cluster, 0)).isEqualTo(new VmId(203));
        }
    }

    @Test
    void aReservationEndsWhenTheGuestMustBeThere() {
        VmIdAllocator allocator = allocator("300-301");
        next(allocator);
        next(allocator);
        time.advance(Duration.ofMinutes(11));

        assertThat(next(allocator)).isEqualTo(300);
    }

    @Test
    void goesOutOfTheWayAfterALostRace() {
        assertThat(allocator("300-399").reserve(lab.cluster, 1).number()).isEqualTo(307);
        assertThat(allocator(null).reserve(lab.cluster, 1).number()).isEqualTo(107);
    }

    @Test
    void staysInTheRangeHoweverManyRacesAreLost() {
        VmIdAllocator allocator = new VmIdAllocator(time::now, Optional.of(VmIdRange.parse("300-304")));
        assertThat(IntStream.range(0, 5)
                        .map(i -> allocator.reserve(lab.cluster, 20).number()))
                .containsExactlyInAnyOrder(300, 301, 302, 303, 304);
    }

    @Test
    void manyAtOnceGetDifferentOnes() {
        VmIdAllocator allocator = allocator("1000-1999");
        List<CompletableFuture<VmId>> all = IntStream.range(0, 40)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> allocator.reserve(lab.cluster, 0)))
                .toList();

        assertThat(all.stream().map(CompletableFuture::join)).doesNotHaveDuplicates();
    }
}
