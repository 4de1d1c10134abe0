package io.jenkins.plugins.proxmox.core.operation;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.policy.Guard;
import io.jenkins.plugins.proxmox.core.policy.Policy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwaitGuestTest {
    @ParameterizedTest
    @CsvSource({"web, RUNNING, running", "build, STOPPED, stopped", "cache, RUNNING, running", "9000, STOPPED, stopped"
    })
    void whatIsSoAlreadyIsNotWaitedFor(String guest, AwaitedState state, String status) throws IOException {
        try (Lab lab = Lab.start()) {
            assertThat(lab.run(new AwaitGuest(guest, state)).status()).isEqualTo(status);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "102, RUNNING, start, running",
        "202, RUNNING, start, running",
        "101, STOPPED, stop, stopped",
        "101, STOPPED, hibernate, hibernated",
        "101, PAUSED, suspend, paused",
        "102, AGENT, start, running",
        "102, ADDRESS, start, running",
        "202, ADDRESS, start, running"
    })
    void whatSomebodyElseDoesIsNoticed(int vmid, AwaitedState state, String action, String status) throws Exception {
        try (Lab lab = Lab.start()) {
            OperationRun<GuestFacts> run = begin(lab, vmid, state);
            lab.run(new ChangePower("" + vmid, PowerAction.parse(action), null));

            GuestFacts facts = Lab.result(run);
            assertThat(facts.status()).isEqualTo(status);
            assertThat(facts.addresses().isEmpty())
                    .isNotEqualTo(state.readiness().isPresent());
        }
    }

    @Test
    void anSshServerIsWaitedForToo() throws Exception {
        try (Lab lab = Lab.start()) {
            CountDownLatch asked = new CountDownLatch(3);
            AwaitGuest operation = new AwaitGuest("web", AwaitedState.SSH, address -> {
                asked.countDown();
                return asked.getCount() == 0;
            });
            assertThat(lab.run(operation).addresses()).containsExactly("10.0.0.101");
        }
    }

    @Test
    void aGuestIsFollowedToAnotherNode() throws Exception {
        try (Lab lab = Lab.start()) {
            OperationRun<GuestFacts> run = begin(lab, 102, AwaitedState.RUNNING);
            lab.proxmox.cluster().moveGuest(102, "pve1");
            lab.run(new ChangePower("102", PowerAction.START, null));

            assertThat(Lab.result(run).node()).isEqualTo("pve1");
        }
    }

    @ParameterizedTest
    @CsvSource({"102, RUNNING", "102, ADDRESS", "202, ADDRESS"})
    void aGuestThatVanishesEndsTheWait(int vmid, AwaitedState state) throws Exception {
        try (Lab lab = Lab.start()) {
            OperationRun<GuestFacts> run = begin(lab, vmid, state);
            lab.proxmox.cluster().removeGuest(vmid);

            assertThatThrownBy(() -> Lab.result(run))
                    .hasMessageStartingWith("Waiting for ")
                    .hasMessageContaining("(" + vmid + ") is not there any more");
        }
    }

    @Test
    void theEndOfPatienceNamesWhatIsMissing() throws Exception {
        try (Lab lab = Lab.start()) {
            OperationOptions options = OperationOptions.within(Duration.ofMillis(700));

            assertThatThrownBy(() -> Lab.result(lab.begin(new AwaitGuest("build", AwaitedState.RUNNING), options)))
                    .hasMessageStartingWith("Waiting for build (102) on pve2 to be running did not finish within")
                    .hasMessageContaining("it is stopped");
        }
    }

    @Test
    void whatCanNotComeIsRefused() throws IOException {
        try (Lab lab = Lab.start()) {
            refused(lab, "cache", AwaitedState.AGENT, "state: 'agent' is not possible for the container cache (201)");
            refused(lab, "cache", AwaitedState.PAUSED, "expected is one of running, stopped, address, ssh");
            refused(lab, "9000", AwaitedState.RUNNING, "is a template, which can't be started");
            lab.proxmox.cluster().guest(102).orElseThrow().withoutGuestAgentDevice();
            refused(lab, "build", AwaitedState.ADDRESS, "state: 'address' needs the guest agent, which build (102)");
            assertRefused("state", () -> AwaitedState.parse("lunch"), "state: 'lunch' is not known", "paused, agent");
            assertRefused("state", () -> AwaitedState.parse(null), "state: '' is not known");
            assertRefused("guest", () -> new AwaitGuest(null, AwaitedState.RUNNING), "No guest is given");
        }
    }

    @Test
    void isHeldToThePolicy() throws IOException {
        try (Lab lab = Lab.start()) {
            Guard nothing = new Guard(new Policy(Set.of(), Set.of(), List.of()), "lab", "job");
            OperationOptions options =
                    OperationOptions.within(Duration.ofMinutes(1)).by(new Requester("here", "", nothing));

            assertThatThrownBy(() -> Lab.result(lab.begin(new AwaitGuest("web", AwaitedState.RUNNING), options)))
                    .hasMessageContaining("does not let job look at web (101)");
        }
    }

    private static void refused(Lab lab, String guest, AwaitedState state, String message) {
        assertThatThrownBy(() -> lab.run(new AwaitGuest(guest, state))).hasMessageContaining(message);
    }

    /** Gives back when the wait has begun. */
    private static OperationRun<GuestFacts> begin(Lab lab, int vmid, AwaitedState state) throws InterruptedException {
        CountDownLatch waiting = new CountDownLatch(1);
        OperationRun<GuestFacts> run = lab.runner.start(
                new AwaitGuest("" + vmid, state),
                OperationOptions.within(Duration.ofMinutes(1)),
                line -> waiting.countDown());
        assertThat(waiting.await(1, TimeUnit.MINUTES)).isTrue();
        return run;
    }
}
