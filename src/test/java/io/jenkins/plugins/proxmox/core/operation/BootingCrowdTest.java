package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.network.AddressChoice;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many guests boot at once, and neither their node nor the threads of the connection are kept busy by their silence. */
class BootingCrowdTest {
    private static final Duration NEVER = Duration.ofDays(1);

    /** More than the four threads of the lab. */
    private static final int CROWD = 9;

    private Lab lab;

    /** @param scale of the 3 s for which a silent guest agent is waited for */
    private void start(double scale) {
        lab = Lab.of(EmbeddedProxmox.builder().timeoutScale(scale).start());
    }

    @AfterEach
    void stop() throws IOException {
        lab.close();
    }

    private static Mark mark(int vmid) {
        return new Mark("here", new VmId(vmid), "an-operation", "agent/x", Optional.empty());
    }

    private EmbeddedGuest guest(String node, int vmid) {
        return lab.proxmox
                .cluster()
                .addVirtualMachine(node, vmid, "ci-" + vmid)
                .description(mark(vmid).addTo(""))
                .address("10.0.1." + vmid % 100);
    }

    private List<EmbeddedGuest> crowd(String node, int first) {
        return IntStream.range(first, first + CROWD)
                .mapToObj(vmid -> guest(node, vmid).bootTime(NEVER))
                .toList();
    }

    private OperationRun<GuestFacts> reach(EmbeddedGuest guest) {
        return lab.begin(new ReachGuest(mark(guest.vmid()), AddressChoice.USUAL, OptionalInt.empty(), true));
    }

    private int questions(EmbeddedGuest guest) {
        return lab.proxmox.requests().count("GET", "/nodes/*/qemu/" + guest.vmid() + "/agent/network-get-interfaces");
    }

    private int looks(EmbeddedGuest guest) {
        return lab.proxmox.requests().count("GET", "/nodes/*/qemu/" + guest.vmid() + "/status/current");
    }

    @Test
    void oneQuestionIsHeldOnANodeHoweverManyWait() throws Exception {
        start(20);
        List<EmbeddedGuest> here = crowd("pve1", 301);
        List<EmbeddedGuest> there = crowd("pve2", 401);
        List<OperationRun<GuestFacts>> runs =
                Stream.of(here, there).flatMap(List::stream).map(this::reach).toList();
        assertThat(lab.proxmox.workers().awaitHeld("pve1", 1)).isTrue();
        assertThat(lab.proxmox.workers().awaitHeld("pve2", 1)).isTrue();
        for (EmbeddedGuest guest : here) {
            assertThat(lab.console.await(
                            "[proxmox] Waiting for an address of " + guest.name() + " (" + guest.vmid() + ") on pve1"))
                    .isTrue();
        }

        lab.run(new ChangePower("102", PowerAction.START, null));
        assertThat(lab.run(new TakeSnapshot("101", "meanwhile", null, false))).isNotNull();
        assertThat(lab.proxmox.workers().held("pve1"))
                .as("nobody has waited for it")
                .isEqualTo(1);

        Stream.of(here, there).flatMap(List::stream).forEach(guest -> guest.bootTime(Duration.ZERO));
        assertThat(runs)
                .allSatisfy(run -> assertThat(Lab.result(run).addresses()).hasSize(1));
        assertThat(lab.proxmox.workers().mostHeld("pve1")).isEqualTo(1);
        assertThat(lab.proxmox.workers().mostHeld("pve2")).isEqualTo(1);
        assertThat(here).allSatisfy(guest -> {
            assertThat(questions(guest)).isEqualTo(1);
            assertThat(looks(guest)).isLessThanOrEqualTo(4);
        });
    }

    @Test
    void oneThatNeverComesUpKeepsNobodyWaiting() {
        start(0.02);
        OperationRun<GuestFacts> never = reach(guest("pve1", 300).bootTime(NEVER));
        List<EmbeddedGuest> others = crowd("pve1", 301);
        List<OperationRun<GuestFacts>> runs = others.stream().map(this::reach).toList();
        others.forEach(guest -> guest.bootTime(Duration.ofMillis(50)));

        assertThat(runs)
                .allSatisfy(run -> assertThat(Lab.result(run).addresses()).hasSize(1));
        assertThat(lab.proxmox.workers().mostHeld("pve1")).isEqualTo(1);
        assertThat(never.result()).isNotDone();
        never.abort();
        assertThatThrownBy(() -> Lab.result(never)).hasMessageContaining("aborted");
    }

    @Test
    void whatIsAbortedIsNotAskedAnyMore() throws Exception {
        start(20);
        EmbeddedGuest first = guest("pve1", 300).bootTime(NEVER);
        OperationRun<GuestFacts> asked = reach(first);
        assertThat(lab.proxmox.workers().awaitHeld("pve1", 1)).isTrue();
        EmbeddedGuest second = guest("pve1", 301).bootTime(NEVER);
        OperationRun<GuestFacts> waiting = reach(second);
        assertThat(lab.console.await("[proxmox] Waiting for an address of ci-301 (301) on pve1"))
                .isTrue();
        waiting.abort();
        assertThatThrownBy(() -> Lab.result(waiting)).hasMessageContaining("aborted");
        first.bootTime(Duration.ZERO);
        assertThat(Lab.result(asked).addresses()).hasSize(1);

        EmbeddedGuest third = guest("pve1", 302);
        assertThat(Lab.result(reach(third)).addresses()).hasSize(1);
        assertThat(questions(second)).isZero();
    }

    @Test
    void portsThatSwallowWhatIsSentHoldNoThreadThatOthersNeed() throws Exception {
        start(1);
        CountDownLatch knocking = new CountDownLatch(CROWD);
        CountDownLatch open = new CountDownLatch(1);
        TcpPort slow = (address, port) -> {
            knocking.countDown();
            try {
                return open.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        List<OperationRun<GuestFacts>> runs = IntStream.range(301, 301 + CROWD)
                .mapToObj(vmid -> guest("pve1", vmid))
                .map(guest -> lab.begin(
                        new ReachGuest(mark(guest.vmid()), AddressChoice.USUAL, OptionalInt.of(22), true, slow)))
                .toList();
        assertThat(knocking.await(1, TimeUnit.MINUTES)).isTrue();

        lab.run(new ChangePower("102", PowerAction.START, null));
        open.countDown();
        assertThat(runs)
                .allSatisfy(run -> assertThat(Lab.result(run).addresses()).hasSize(1));
    }
}
