package io.jenkins.plugins.proxmox.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.Disposals;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.connection.ConnectionRegistry;
import io.jenkins.plugins.proxmox.connection.OpenConnection;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.operation.CloneGuest;
import io.jenkins.plugins.proxmox.core.operation.CloneRequest;
import io.jenkins.plugins.proxmox.core.operation.OperationOptions;
import io.jenkins.plugins.proxmox.core.operation.OperationRun;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Builds and agents may end at the very moment at which an operation begins for them. */
@WithJenkins
class SettlementTest {
    private static final String ID = "operation-1";
    private static final OperationOptions OPTIONS = new OperationOptions(Duration.ofMinutes(5), true, true, false);

    private final EmbeddedProxmox proxmox = EmbeddedProxmox.start();
    private OpenConnection open;

    @AfterEach
    void close() {
        proxmox.close();
    }

    private OperationRegister register() throws Exception {
        JenkinsWithProxmox.connect(proxmox);
        open = ConnectionRegistry.get().open(null, null);
        OperationRegister register = OperationRegister.get();
        register.put(OperationEntry.of(
                ID, "job#1", "job/job/1/", open.name(), OPTIONS, Optional.of(Held.guest(Optional.empty()))));
        return register;
    }

    private OperationRun<GuestFacts> clone(CountDownLatch begin) {
        CloneGuest clone = new CloneGuest(new CloneRequest("9000").name("late"));
        return open.runner()
                .start(
                        ID,
                        clone,
                        OPTIONS.by(OperationEntry.requester("job/job/1/")),
                        line -> await(begin),
                        new OperationFile(ID));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatWasSettledDoesNotBegin(JenkinsRule jenkins) throws Exception {
        OperationRegister register = register();
        BuildEnd.settle(ID);

        assertThatThrownBy(() -> register.begin(ID, () -> clone(new CountDownLatch(0))))
                .isInstanceOf(ProxmoxException.class)
                .hasMessageContaining("Nobody waits");

        assertThat(proxmox.requests().all()).isEmpty();
    }

    @Test
    void whatHasBegunButNotChangedAnythingIsAbortedWhenItIsSettled(JenkinsRule jenkins) throws Exception {
        OperationRegister register = register();
        CountDownLatch first = new CountDownLatch(1);
        OperationRun<GuestFacts> run = register.begin(ID, () -> clone(first));

        assertThat(register.checkpoint(ID)).isEmpty();
        BuildEnd.settle(ID);
        assertThat(register.find(ID)).as("somebody still looks after it").isPresent();
        first.countDown();

        assertThat(Disposals.attempt()).isEmpty();
        assertThat(register.find(ID)).isEmpty();
        assertThatThrownBy(() -> run.result().get()).isInstanceOf(ExecutionException.class);
        assertThat(proxmox.cluster().guests().stream().map(it -> it.name())).doesNotContain("late");
    }
}
