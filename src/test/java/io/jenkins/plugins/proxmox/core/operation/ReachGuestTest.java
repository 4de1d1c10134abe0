package io.jenkins.plugins.proxmox.core.operation;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.network.AddressChoice;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.policy.Guard;
import io.jenkins.plugins.proxmox.core.policy.Policy;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReachGuestTest {
    private static final int SSH = 22;

    private Lab lab = Lab.start();

    @AfterEach
    void stop() throws IOException {
        lab.close();
    }

    private static Mark mark(int vmid) {
        return new Mark("here", new VmId(vmid), "an-operation", "agent/x", Optional.empty());
    }

    private EmbeddedGuest own(int vmid) {
        return lab.proxmox
                .cluster()
                .guest(vmid)
                .orElseThrow()
                .description(mark(vmid).addTo("notes"));
    }

    private static ReachGuest reach(int vmid, String choice, TcpPort listener) {
        return new ReachGuest(mark(vmid), AddressChoice.parse(choice), OptionalInt.of(SSH), true, listener);
    }

    private static ReachGuest reach(int vmid, boolean start) {
        return new ReachGuest(mark(vmid), AddressChoice.USUAL, OptionalInt.empty(), start);
    }

    /** Gives back when somebody knocks at its port; that is never opened. */
    private OperationRun<GuestFacts> knock(int vmid, CountDownLatch end) throws InterruptedException {
        CountDownLatch knocked = new CountDownLatch(1);
        OperationRun<GuestFacts> run = lab.begin(reach(vmid, "", (address, port) -> {
            knocked.countDown();
            return end.getCount() == 0;
        }));
        assertThat(knocked.await(1, TimeUnit.MINUTES)).isTrue();
        return run;
    }

    private static void assertFails(OperationRun<?> run, Class<? extends Problem> problem, String message) {
        assertThatThrownBy(() -> Lab.result(run))
                .isInstanceOfSatisfying(
                        ProxmoxException.class,
                        e -> assertThat(e.is(problem))
                                .as(e.problem().toString())
                                .isTrue())
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @EnumSource
    void guestsOfBothTypesAreReached(PveVersion version) throws IOException {
        lab.close();
        lab = Lab.start(version);
        own(101);
        EmbeddedGuest container = own(201);

        GuestFacts machine = lab.run(reach(101, false));
        assertThat(machine.addresses()).containsExactly("10.0.0.101");
        assertThat(machine.node()).isEqualTo("pve1");
        if (version == PveVersion.V7) {
            assertFails(
                    lab.begin(reach(201, false)), Problem.Unsupported.class, "does not tell the network interfaces");
            container.set("net0", "name=eth0,bridge=vmbr0,ip=10.0.0.201/24,type=veth");
        }
        assertThat(lab.run(reach(201, false)).addresses()).containsExactly("10.0.0.201");
    }

    @Test
    void theOneAddressIsTheOneThatIsAskedFor() {
        own(101).inside().addresses(0, "10.0.0.101/24", "2001:db8::101/64");
        List<String> asked = new CopyOnWriteArrayList<>();
        GuestFacts facts = lab.run(reach(101, "ipv6-only", (address, port) -> asked.add(address + " " + port)));

        assertThat(facts.addresses()).containsExactly("2001:db8::101");
        assertThat(asked).containsExactly("2001:db8::101 22");
    }

    @ParameterizedTest
    @ValueSource(ints = {102, 202})
    void aGuestThatDoesNotRunIsStartedOnRequest(int vmid) {
        EmbeddedGuest guest = own(vmid);
        assertFails(lab.begin(reach(vmid, false)), Problem.WrongState.class, "can't be reached, it is stopped");
        assertThat(lab.changes()).isZero();

        assertThat(lab.run(reach(vmid, true)).addresses()).hasSize(1);
        assertThat(guest.status()).isEqualTo("running");
    }

    @Test
    void whatListensIsFoundForReal() throws IOException {
        own(101).inside().addresses(0, "127.0.0.1/8");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ReachGuest operation = new ReachGuest(
                    mark(101), AddressChoice.parse("127.0.0.0/8"), OptionalInt.of(server.getLocalPort()), false);
            assertThat(lab.run(operation).addresses()).containsExactly("127.0.0.1");
        }
    }

    @Test
    void aPortThatIsOpenedLaterIsWaitedFor() throws Exception {
        own(101);
        CountDownLatch open = new CountDownLatch(1);
        OperationRun<GuestFacts> run = knock(101, open);
        open.countDown();

        assertThat(Lab.result(run).addresses()).containsExactly("10.0.0.101");
        assertThat(lab.console).containsExactly("[proxmox] Waiting for port 22 of web (101) on pve1");
    }

    @Test
    void theEndOfPatienceSaysWhatIsMissing() {
        own(101);
        OperationOptions options = OperationOptions.within(Duration.ofSeconds(4));
        assertFails(
                lab.begin(reach(101, "", (address, port) -> false), options),
                Problem.TimedOut.class,
                "nothing listens yet on port 22 of 10.0.0.101");
        assertFails(
                lab.begin(reach(101, "192.0.2.0/24", (address, port) -> true), options),
                Problem.TimedOut.class,
                "the guest has only 10.0.0.101");
    }

    @ParameterizedTest
    @CsvSource({"101, pve2", "201, pve2"})
    void aGuestIsFollowedToAnotherNode(int vmid, String node) throws Exception {
        own(vmid);
        CountDownLatch open = new CountDownLatch(1);
        OperationRun<GuestFacts> run = knock(vmid, open);
        lab.proxmox.cluster().moveGuest(vmid, node);
        assertThat(lab.console.await("[proxmox] Waiting for port 22 of " + name(vmid) + " on " + node))
                .isTrue();
        open.countDown();

        assertThat(Lab.result(run).node()).isEqualTo(node);
    }

    private String name(int vmid) {
        return (vmid == 101 ? "web" : "cache") + " (" + vmid + ")";
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 201})
    void aGuestThatIsDestroyedMeanwhileIsNotFound(int vmid) throws Exception {
        own(vmid);
        OperationRun<GuestFacts> run = knock(vmid, new CountDownLatch(1));
        lab.proxmox.cluster().removeGuest(vmid);

        assertFails(run, Problem.NotFound.class, name(vmid) + " is not there any more: it was destroyed");
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 201})
    void aGuestThatIsStoppedMeanwhileIsInAWrongState(int vmid) throws Exception {
        EmbeddedGuest guest = own(vmid);
        OperationRun<GuestFacts> run = knock(vmid, new CountDownLatch(1));
        guest.stopped();

        assertFails(run, Problem.WrongState.class, "was switched off or shut down meanwhile");
    }

    @Test
    void theVmidOfAnotherGuestIsNotReached() throws Exception {
        lab.proxmox.cluster().guest(101).orElseThrow().description(mark(102).addTo(""));
        assertFails(lab.begin(reach(101, false)), Problem.NotFound.class, "does not bear the mark");

        EmbeddedGuest guest = own(101);
        CountDownLatch open = new CountDownLatch(1);
        OperationRun<GuestFacts> run = knock(101, open);
        guest.description("somebody else's");
        open.countDown();
        assertFails(run, Problem.NotFound.class, "is not the guest that operation an-operation has made");
    }

    @Test
    void anotherFamilyIsOnlyTakenIfNoBetterOneComes() throws Exception {
        EmbeddedGuest guest = own(101);
        guest.inside().addresses(0, "2001:db8::101/64");
        OperationRun<GuestFacts> run = lab.begin(reach(101, "", (address, port) -> true));
        assertThat(lab.console.await("[proxmox] Waiting for port 22 of web (101) on pve1"))
                .isTrue();
        guest.inside().addresses(0, "10.0.0.101/24", "2001:db8::101/64");

        assertThat(Lab.result(run).addresses()).containsExactly("10.0.0.101");
    }

    @Test
    void whatCanNotComeIsRefused() {
        own(101).withoutGuestAgentDevice();
        assertFails(lab.begin(reach(101, false)), Problem.Unsupported.class, "has no guest agent enabled");
        own(201);
        assertFails(
                lab.begin(reach(201, "net7", (address, port) -> true)),
                Problem.Parameter.class,
                "the guest has no such NIC");
        assertFails(lab.begin(reach(9999, false)), Problem.NotFound.class, "9999");
        assertRefused(
                "port",
                () -> new ReachGuest(mark(101), AddressChoice.USUAL, OptionalInt.of(0), false),
                "port: 0 is no TCP port; expected is 1 to 65535");
    }

    @Test
    void isHeldToThePolicy() {
        own(102);
        OperationOptions options = OperationOptions.within(Duration.ofMinutes(1))
                .by(new Requester("there", "", new Guard(Policy.USUAL, "lab", "job")));
        assertFails(
                lab.begin(reach(102, true), options),
                Problem.Denied.class,
                "does not let job start or stop build (102)");
    }

    @Test
    void aCheckpointHoldsAllOfIt() {
        ReachGuest operation =
                new ReachGuest(mark(101), AddressChoice.parse("net0 ipv6 10.0.0.0/8"), OptionalInt.of(SSH), true);
        assertThat(ReachGuest.of(Request.read(operation.request(), Map.of())).request())
                .isEqualTo(operation.request());
        ReachGuest plain = reach(101, false);
        assertThat(ReachGuest.of(Request.read(plain.request(), Map.of())).request())
                .isEqualTo(plain.request());
    }
}
