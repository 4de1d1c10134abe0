package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Pipelines during which the controller goes down, and what must be there in the end. */
enum Survivors {
    CLONE(
            "def vm = proxmoxClone template: 'debian-12', full: true, name: 'ci-1', start: true; echo \"is ${vm.status}\"",
            "qmclone",
            "create full clone of drive",
            proxmox -> {
                assertThat(proxmox.cluster().guests())
                        .filteredOn(g -> g.name().equals("ci-1"))
                        .hasSize(1);
                assertThat(proxmox.cluster().guests()).hasSize(7);
                assertThat(proxmox.tasks().ofType("qmclone")).hasSize(1);
            },
            "is running"),
    BACKUP(
            "def archives = proxmoxBackup guest: 'web', storage: 'local'; echo \"is of ${archives[0].vmid}\"",
            "vzdump",
            "creating vzdump archive",
            proxmox -> {
                assertThat(proxmox.cluster().archives()).hasSize(1);
                assertThat(proxmox.tasks().ofType("vzdump")).hasSize(1);
            },
            "is of 101"),
    ROLLBACK(
            "proxmoxSnapshot guest: 'build', name: 'clean'; def vm = proxmoxRollback guest: 'build', snapshot: 'clean',"
                    + " start: true; echo \"is ${vm.status}\"",
            "qmrollback",
            "Rolling back build (102)",
            proxmox -> {
                assertThat(proxmox.tasks().ofType("qmrollback")).hasSize(1);
                assertThat(proxmox.tasks().ofType("qmstart")).hasSize(1);
                assertThat(proxmox.cluster().guest(102).map(EmbeddedGuest::snapshots))
                        .hasValueSatisfying(names -> assertThat(names).containsExactly("clean"));
            },
            "is running"),
    CREATE(
            "def vm = proxmoxCreate node: 'pve1', storage: 'local-lvm', disk: 2, name: 'ci-1', start: true;"
                    + " echo \"is ${vm.status}\"",
            "qmcreate",
            "Creating VM ci-1",
            proxmox -> {
                assertThat(proxmox.cluster().guests()).hasSize(7);
                assertThat(proxmox.tasks().ofType("qmcreate")).hasSize(1);
            },
            "is running"),
    RESTORE(
            "def archives = proxmoxBackup guest: 'web', storage: 'local'; def vm = proxmoxRestore backup: archives,"
                    + " asNew: true, name: 'copy', start: true; echo \"is ${vm.status}\"",
            "qmrestore",
            "to the new VM copy",
            proxmox -> {
                assertThat(proxmox.cluster().guests()).hasSize(7);
                assertThat(proxmox.tasks().ofType("qmrestore")).hasSize(1);
            },
            "is running"),
    SNAPSHOT(
            "def snapshot = proxmoxSnapshot guest: 'build', name: 'clean'; echo \"is of ${snapshot.vmid}\"",
            "qmsnapshot",
            "Taking snapshot clean of build (102)",
            proxmox -> assertThat(proxmox.tasks().ofType("qmsnapshot")).hasSize(1),
            "is of 102"),
    ACTION(
            "def vm = proxmoxAction guest: 'build', action: 'start'; echo \"is ${vm.status}\"",
            "qmstart",
            "Starting build (102)",
            proxmox -> assertThat(proxmox.tasks().ofType("qmstart")).hasSize(1),
            "is running"),
    DELETE_SNAPSHOT(
            "proxmoxSnapshot guest: 'build', name: 'clean'; proxmoxDeleteSnapshot guest: 'build', snapshot: 'clean';"
                    + " echo 'is gone'",
            "qmdelsnapshot",
            "Deleting snapshot clean of build (102)",
            proxmox -> {
                assertThat(proxmox.tasks().ofType("qmdelsnapshot")).hasSize(1);
                assertThat(proxmox.cluster().guest(102).map(EmbeddedGuest::snapshots))
                        .hasValueSatisfying(names -> assertThat(names).isEmpty());
            },
            "is gone"),
    DELETE_BACKUP(
            "proxmoxDeleteBackup proxmoxBackup(guest: 'web', storage: 'local'); echo 'is gone'",
            "imgdel",
            "Deleting backup",
            proxmox -> {
                assertThat(proxmox.tasks().ofType("imgdel")).hasSize(1);
                assertThat(proxmox.cluster().archives()).isEmpty();
            },
            "is gone"),
    DESTROY(
            "proxmoxDestroy guest: 'build'; echo 'is gone'",
            "qmdestroy",
            "Destroying build (102)",
            proxmox -> {
                assertThat(proxmox.tasks().ofType("qmdestroy")).hasSize(1);
                assertThat(proxmox.cluster().guest(102)).isEmpty();
            },
            "is gone");

    final String script;
    final String task;
    final String message;
    final Consumer<EmbeddedProxmox> check;
    final String result;

    /**
     * @param task is held while the controller goes down
     * @param message what the console tells before that
     * @param result what the console tells in the end
     */
    Survivors(String script, String task, String message, Consumer<EmbeddedProxmox> check, String result) {
        this.script = script;
        this.task = task;
        this.message = message;
        this.check = check;
        this.result = result;
    }

    /** Until then, a controller may not have written down which task it waits for: whoever asks how it stands has. */
    CountDownLatch taskIsKnown(EmbeddedProxmox proxmox) {
        CountDownLatch known = new CountDownLatch(1);
        proxmox.requests().listen(request -> {
            if (request.path().contains("/tasks/") && request.path().contains(task)) {
                known.countDown();
            }
        });
        return known;
    }

    /** Nothing is told twice, and nothing is left out. */
    void checkConsole(String console) {
        checkConsole(console, told(console));
    }

    /** As above, but what a process read last of a task's log it may not have written down any more that it was told. */
    void checkConsoleAfterKill(String console) {
        checkConsole(console, withoutRepeatedPiece(told(console)));
    }

    private static List<String> told(String console) {
        return console.lines().filter(line -> line.startsWith("[proxmox]")).toList();
    }

    private static List<String> withoutRepeatedPiece(List<String> lines) {
        for (int begin = 0; begin < lines.size(); begin++) {
            int again = begin + 1 + lines.subList(begin + 1, lines.size()).indexOf(lines.get(begin));
            int end = 2 * again - begin;
            if (again > begin
                    && end <= lines.size()
                    && lines.subList(begin, again).equals(lines.subList(again, end))) {
                List<String> once = new ArrayList<>(lines.subList(0, again));
                once.addAll(lines.subList(end, lines.size()));
                return once;
            }
        }
        return lines;
    }

    private void checkConsole(String console, List<String> told) {
        assertThat(told).doesNotHaveDuplicates().anyMatch(line -> line.contains(message));
        assertThat(console).contains(result).doesNotContain("ERROR");
        assertThat(console.lines().filter(line -> line.contains("... done ("))).isNotEmpty();
    }
}
