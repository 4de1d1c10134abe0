package io.jenkins.plugins.proxmox.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.Disposals;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.Patience;
import io.jenkins.plugins.proxmox.connection.ConnectionRegistry;
import io.jenkins.plugins.proxmox.connection.OpenConnection;
import io.jenkins.plugins.proxmox.core.operation.CloneGuest;
import io.jenkins.plugins.proxmox.core.operation.CloneRequest;
import io.jenkins.plugins.proxmox.core.operation.OperationOptions;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jenkinsci.plugins.resourcedisposer.AsyncResourceDisposer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Whatever takes long to be removed keeps nothing else from being removed. */
@WithJenkins
class AttemptsTest {
    private final EmbeddedProxmox proxmox = EmbeddedProxmox.start();

    /** The operations of which nothing is left, in the order in which that was told. */
    @TestExtension
    public static final class Removed implements RemovalListener {
        private static final List<String> OPERATIONS = new CopyOnWriteArrayList<>();

        @Override
        public void onRemoved(String operation) {
            OPERATIONS.add(operation);
        }
    }

    @BeforeEach
    void connect(JenkinsRule jenkins) throws Exception {
        Removed.OPERATIONS.clear();
        JenkinsWithProxmox.connect(proxmox);
    }

    @AfterEach
    void close() {
        proxmox.close();
    }

    private GuestDisposal guest(String node, int vmid) {
        Mark mark =
                new Mark(ControllerIdentity.id(), new VmId(vmid), "operation-" + vmid, "job/job/1/", Optional.empty());
        proxmox.cluster().addVirtualMachine(node, vmid, "guest-" + vmid).description(mark.toString());
        return new GuestDisposal("lab", mark, "VM guest-" + vmid, Duration.ZERO);
    }

    private boolean isThere(int vmid) {
        return proxmox.cluster().guest(vmid).isPresent();
    }

    private static String state() {
        return AsyncResourceDisposer.get().getBacklog().stream()
                .findAny()
                .map(item -> item.getLastState().getDisplayName())
                .orElse("");
    }

    @Test
    void guestsOnANodeThatIsOffKeepNoOtherFromBeingDestroyed() throws Exception {
        for (int vmid = 500; vmid < 530; vmid++) {
            BuildEnd.dispose(guest("pve2", vmid));
        }
        proxmox.cluster().nodeOffline("pve2");
        AsyncResourceDisposer.get().reschedule();
        BuildEnd.dispose(guest("pve1", 600));

        Patience.await(() -> !isThere(600));
        Patience.await(() -> Removed.OPERATIONS.contains("operation-600"));
    }

    @Test
    void whatTakesLongLeavesTheListAsSoonAsItIsGone() throws Exception {
        GuestDisposal disposal = guest("pve1", 500);
        try (Hold destroying = proxmox.tasks().hold("qmdestroy")) {
            BuildEnd.dispose(disposal);
            destroying.awaitTask();
            Patience.await(() -> state().startsWith("Destroying"));
            assertThat(Disposals.waiting()).containsExactly(disposal);
            assertThat(disposal.dispose()).isInstanceOf(Attempts.UnderWay.class);
            assertThat(Removed.OPERATIONS).isEmpty();
        }

        Patience.await(() -> Disposals.waiting().isEmpty());
        assertThat(proxmox.tasks().ofType("qmdestroy")).hasSize(1);
        assertThat(Removed.OPERATIONS).containsExactly("operation-500");
    }

    @Test
    void whyItFailedIsShownAsSoonAsItHasAndTheNextAttemptBeginsAnew() throws Exception {
        proxmox.faults().task("qmdestroy").fails("unable to remove volume");
        GuestDisposal disposal = guest("pve1", 500);
        try (Hold destroying = proxmox.tasks().hold("qmdestroy")) {
            BuildEnd.dispose(disposal);
            destroying.awaitTask();
            Patience.await(() -> state().startsWith("Destroying"));
        }

        Patience.await(() -> state().contains("unable to remove volume"));
        assertThat(Removed.OPERATIONS).isEmpty();
        AsyncResourceDisposer.get().reschedule();
        Patience.await(() -> Disposals.waiting().isEmpty());
        assertThat(proxmox.tasks().ofType("qmdestroy")).hasSize(2);
        assertThat(Removed.OPERATIONS).containsExactly("operation-500");
    }

    @Test
    void whatIsTakenOffTheListMeanwhileIsForgotten() throws Exception {
        GuestDisposal disposal = guest("pve1", 500);
        try (Hold destroying = proxmox.tasks().hold("qmdestroy")) {
            BuildEnd.dispose(disposal);
            destroying.awaitTask();
            Patience.await(() -> state().startsWith("Destroying"));
            AsyncResourceDisposer.get().reset();
        }

        Patience.await(() -> Attempts.get().end(disposal).isEmpty());
        assertThat(Removed.OPERATIONS).containsExactly("operation-500");
    }

    @Test
    void anOperationThatIsLongInTakingBackWhatItMadeHoldsNoThread() throws Exception {
        OperationOptions options = new OperationOptions(Duration.ofMinutes(5), true, true, false);
        OpenConnection open = ConnectionRegistry.get().open(null, null);
        OperationRegister register = OperationRegister.get();
        register.put(OperationEntry.of(
                "clone", "job#1", "job/job/1/", open.name(), options, Optional.of(Held.guest(Optional.empty()))));
        try (Hold cloning = proxmox.tasks().hold("qmclone")) {
            register.begin(
                    "clone",
                    () -> open.runner()
                            .start(
                                    "clone",
                                    new CloneGuest(new CloneRequest("9000")
                                            .name("late")
                                            .full(true)),
                                    options.by(OperationEntry.requester("job/job/1/")),
                                    line -> {},
                                    new OperationFile("clone")));
            cloning.awaitTask();
            proxmox.faults().call("DELETE", "/nodes/*/tasks/*").always().answer(595, "No route to host");
            BuildEnd.settle("clone");
            OperationDisposal disposal = (OperationDisposal) Disposals.waiting().get(0);
            assertThat(disposal.dispose()).isInstanceOf(Attempts.UnderWay.class);
            proxmox.faults().clear();
        }

        Patience.await(() -> Disposals.waiting().isEmpty());
        assertThat(register.find("clone")).isEmpty();
        assertThat(proxmox.cluster().guests()).noneMatch(guest -> guest.name().equals("late"));
    }
}
