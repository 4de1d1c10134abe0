package io.jenkins.plugins.proxmox.core.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.guest.VirtualMachine;
import io.jenkins.plugins.proxmox.core.guestagent.CommandResult;
import io.jenkins.plugins.proxmox.core.guestagent.FreezeState;
import io.jenkins.plugins.proxmox.core.guestagent.GuestAgent;
import io.jenkins.plugins.proxmox.core.guestagent.GuestCommand;
import io.jenkins.plugins.proxmox.core.guestagent.GuestProcess;
import io.jenkins.plugins.proxmox.core.guestagent.OsInfo;
import io.jenkins.plugins.proxmox.embedded.state.GuestCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GuestAgentExamplesTest extends LibraryExamples {
    private final StringBuilder out = new StringBuilder();

    private void print(Object text) {
        out.append(text).append('\n');
    }

    @Test
    void ask() {
        // example
        VirtualMachine vm = cluster.node("pve1").virtualMachines().get("web");
        GuestAgent agent = vm.guestAgent();
        agent.awaitAnswer(Duration.ofMinutes(3)); // or answers() for this moment, or ping()

        OsInfo os = agent.osInfo();
        print(agent.hostName().orElse("?") + " is a " + os.prettyName().orElse("system that does not say"));
        agent.interfaces().forEach(each -> print(each.name() + " has " + each.addresses()));
        // end
        assertThat(out).contains("web is a Debian GNU/Linux 12 (bookworm)", "eth0 has [10.0.0.101/24");
    }

    @Test
    void exec() {
        embedded(101)
                .shell((command, input) -> command.get(0).equals("id")
                        ? new GuestCommands.Result(0, "uid=0(root)\n", "")
                        : new GuestCommands.Result(1, "", "nothing like " + input));
        GuestAgent agent = cluster.node("pve1").virtualMachines().get("web").guestAgent();
        // example
        CommandResult id = agent.exec(GuestCommand.of("id", "root")).await(Duration.ofMinutes(1)); // no shell
        print(id.exitCode().orElse(-1) + ": " + id.out().text());

        GuestCommand search = GuestCommand.shell("grep -c \"$1\"", "ERROR").withInput("all is well");
        GuestProcess process = agent.exec(search); // can't be stopped from outside
        CommandResult found = process.await(Duration.ofMinutes(10));
        if (!found.isSuccess()) {
            print(found + ": " + found.err().text());
        }
        // end
        assertThat(out).contains("0: uid=0(root)", "exit code 1: nothing like all is well");
    }

    @Test
    void files() {
        GuestAgent agent = cluster.node("pve1").virtualMachines().get("web").guestAgent();
        // example
        agent.writeFile("/etc/motd", "Welcome\n".getBytes(StandardCharsets.UTF_8)); // of any size
        byte[] content = agent.readFile("/etc/motd");
        // end
        assertThat(content).asString(StandardCharsets.UTF_8).isEqualTo("Welcome\n");
        assertThat(embedded(101).files()).containsKey("/etc/motd");
    }

    @Test
    void freeze() {
        GuestAgent agent = cluster.node("pve1").virtualMachines().get("web").guestAgent();
        // example
        agent.freezeFileSystems(); // whatever writes inside the guest waits ...
        try {
            print(agent.fileSystemFreezeState()); // now is the time to take a snapshot of the storage's own
        } finally {
            agent.thawFileSystems(); // ... until this
        }
        // end
        assertThat(out.toString()).isEqualTo("FROZEN\n");
        assertThat(agent.fileSystemFreezeState()).isEqualTo(FreezeState.THAWED);
    }
}
