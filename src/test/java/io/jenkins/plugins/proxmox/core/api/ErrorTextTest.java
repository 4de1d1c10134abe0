package io.jenkins.plugins.proxmox.core.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        VM is locked (backup)                                                               | backup
        CT is locked (disk)                                                                 | disk
        VM is locked (snapshot-delete)                                                      | snapshot-delete
        can't lock file '/var/lock/qemu-server/lock-414.conf' - got timeout                 | lock-414.conf
        can't lock file '/run/lock/lxc/pve-config-200.lock' - got timeout                   | pve-config-200.lock
        can't lock file '/var/lock/pve-manager/pve-storage-local' - got timeout             | pve-storage-local
        cfs-lock 'storage-nfs' error: got lock request timeout                              | storage-nfs
        'storage-nfs'-locked command timed out - aborting                                   | storage-nfs
        can't add VM 101 to pool 'ci': cfs-lock 'file-user_cfg' error: got lock request timeout | file-user_cfg
        """)
    void namesTheLock(String text, String lock) {
        assertThat(ErrorText.meaning(text)).isEqualTo(new Problem.Locked(lock));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        Permission check failed (/vms/102, VM.PowerMgmt)                   | /vms/102       | VM.PowerMgmt
        Permission check failed (/storage/local, Datastore.AllocateSpace)  | /storage/local | Datastore.AllocateSpace
        Permission check failed (/sdn/zones/localnetwork/vmbr0, SDN.Use)   | /sdn/zones/localnetwork/vmbr0 | SDN.Use
        Permission check failed (/, Sys.Modify)                            | /              | Sys.Modify
        Permission check failed (/, Sys.Modify for modifying tag 'prod')   | /              | Sys.Modify
        403 Permission check failed (/vms/700, VM.Backup)                  | /vms/700       | VM.Backup
        """)
    void namesPathAndPrivilege(String text, String path, String privilege) {
        assertThat(ErrorText.meaning(text))
                .isEqualTo(new Problem.Permission(Optional.of(path), Optional.of(privilege)));
    }

    @Test
    void namesAllPrivilegesOfWhichOneIsEnough() {
        assertThat(ErrorText.meaning("Permission check failed (/vms/9000, VM.Config.CDROM|VM.Config.Cloudinit)"))
                .isEqualTo(new Problem.Permission(
                        Optional.of("/vms/9000"), Optional.of("VM.Config.CDROM|VM.Config.Cloudinit")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Permission check failed",
                "Permission check failed (URI '/access/password' not available with API token, need proper ticket.\n)",
            })
    void knowsAMissingPermissionWithoutDetails(String text) {
        assertThat(ErrorText.meaning(text)).isEqualTo(new Problem.Permission(Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "only root can set 'args' config",
                "only root can modify 'serial0' config for real devices",
                "Only root may use this option.",
            })
    void knowsWhatIsReservedForRoot(String text) {
        assertThat(ErrorText.meaning(text))
                .isEqualTo(new Problem.Permission(Optional.empty(), Optional.of("root@pam")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cluster not ready - no quorum?",
                "no quorum!",
                "error with cfs lock 'storage-nfs': no quorum!",
                "cfs-lock 'file-user_cfg' error: no quorum!",
                "unable to open file '/etc/pve/nodes/pve/qemu-server/101.conf.tmp.1234' - Permission denied",
            })
    void knowsAClusterWithoutQuorum(String text) {
        assertThat(ErrorText.meaning(text)).isEqualTo(new Problem.NoQuorum());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unable to create VM 101: config file already exists",
                "unable to create VM 100 - VM 100 already exists on node 'pve'",
                "VM 100 already exists on node 'pve'",
                "unable to create CT 200 - CT 200 already exists on node 'pve'",
                "VM 100 already exists",
                "CT 200 already exists",
                "unable to create VM 101: open '/etc/pve/nodes/pve/qemu-server/101.conf' failed: File exists",
                "snapshot name 'dup1' already used",
            })
    void knowsWhatIsTaken(String text) {
        assertThat(ErrorText.meaning(text)).isEqualTo(new Problem.AlreadyExists());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VM 102 already running",
                "CT 200 already running",
                "VM 101 not running",
                "CT 200 not running",
                "VM 102 is not running",
                "VM 101 is running - destroy failed",
                "unable to destroy CT 130 - container is running",
                "you can't convert a CT to template if the CT is running",
                "can't migrate running VM without --online",
                "can't migrate running container without --online or --restart",
                "QEMU guest agent is not running",
                "VM 102 qmp command 'guest-ping' failed - got timeout",
                "VM 102 qga command 'guest-network-get-interfaces' failed - got timeout",
                "unable to connect to VM 102 qga socket - timeout after 31 retries",
                "Agent error: Command guest-exec has been disabled: the agent is in frozen state",
            })
    void knowsAGuestInTheWrongState(String text) {
        assertThat(ErrorText.meaning(text)).isEqualTo(new Problem.WrongState());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Configuration file 'nodes/pve/qemu-server/999.conf' does not exist",
                "unable to find configuration file for VM 999 on node 'pve'",
                "snapshot 'nope' does not exist",
                "storage 'nope' does not exist",
                "No such storage.",
                "unable to create VM 410 - volume 'local:iso/nope.iso' does not exist",
                "no such task",
                "no such cluster node 'nope'",
                "hostname lookup 'nope' failed - failed to get address info for: nope: Name or service not known",
                "Agent error: failed to open file '/nope' (mode: 'r'): No such file or directory",
                "Agent error: failed to open file '/is locked (backup)' (mode: 'r'): No such file or directory",
                "Agent error: failed to open file 'C:\\nope': The system cannot find the file specified.",
                "Agent error: Failed to execute child process \u201cnope\u201d (No such file or directory)",
                "Agent error: PID 990 does not exist",
            })
    void knowsWhatIsMissing(String text) {
        assertThat(ErrorText.meaning(text)).isEqualTo(new Problem.NotFound());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lvcreate 'pve/vm-101-disk-0' error:   Volume group \"pve\" has insufficient free space (12 extents)",
                "zfs error: cannot create 'rpool/data/vm-101-disk-0': out of space",
                "unable to create image: No space left on device",
                "not enough free space on 'local'",
            })
    void knowsAFullStorage(String text) {
        assertThat(ErrorText.meaning(text)).isEqualTo(new Problem.StorageFull());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "checksum mismatch (file change by other user?)",
                "detected modified configuration - file changed by other user? Try again.",
            })
    void knowsAChangeBySomebodyElse(String text) {
        assertThat(ErrorText.meaning(text)).isEqualTo(new Problem.Conflict());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Linked clone feature is not supported for 'local:101/vm-101-disk-0.qcow2' (scsi0)",
                "Full clone feature is not supported for drive 'scsi0'",
                "snapshot feature is not available",
                "can't rollback, 'clean' is not most recent snapshot on 'vm-101-disk-0'",
                "parameter 'storage' not allowed for linked clones",
                "you can't start a vm if it's a template",
                "No QEMU guest agent configured",
                "Agent error: Command guest-exec has been disabled: the command is not allowed",
                "Agent error: The command guest-exec has been disabled for this instance",
                "Agent error: The command guest-get-osinfo has not been found",
                "Agent error: failed to open file '/srv/x' (mode: 'wb'): Permission denied",
                "Agent error: Failed to execute child process \u201c/srv/x\u201d (Permission denied)",
                "Agent error: failed to open file 'C:\\x': Access is denied.",
                "Method 'GET /nodes/pve/lxc/200/interfaces' not implemented",
            })
    void knowsWhatCantBeDoneAtAll(String text) {
        assertThat(ErrorText.meaning(text)).isEqualTo(new Problem.Unsupported());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "got no worker upid - start worker failed",
                "unable to fork worker",
                "starting worker failed",
            })
    void knowsANodeThatCouldNotEvenBegin(String text) {
        assertThat(ErrorText.meaning(text)).isEqualTo(new Problem.NodeUnreachable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "job errors",
                "shrinking disks is not supported",
                "Agent error: Invalid parameter 'pid'",
                "start failed: QEMU exited with code 1",
                "command 'lxc-checkpoint -n 401 -s -D /var/lib/vz/dump' failed: exit code 1",
            })
    void claimsNoMeaningForOtherTexts(String text) {
        assertThat(ErrorText.meaning(text)).isEqualTo(new Problem.Other());
    }

    @Test
    void takesEvery401ForRefusedCredentials() {
        assertThat(ErrorText.meaning(401, "No ticket")).isEqualTo(new Problem.Authentication());
        assertThat(ErrorText.meaning(401, "Permission denied - invalid csrf token"))
                .isEqualTo(new Problem.Authentication());
    }

    @Test
    void takesA403ForAMissingPermissionUnlessTheTextSaysMore() {
        assertThat(ErrorText.meaning(403, "Forbidden"))
                .isEqualTo(new Problem.Permission(Optional.empty(), Optional.empty()));
        assertThat(ErrorText.meaning(403, "Permission check failed (/vms/500, VM.Audit)"))
                .isEqualTo(new Problem.Permission(Optional.of("/vms/500"), Optional.of("VM.Audit")));
    }

    @Test
    void takesA501ForSomethingThatThisVersionDoesNotHave() {
        assertThat(ErrorText.meaning(501, "Unexpected content for method 'DELETE'"))
                .isEqualTo(new Problem.Unsupported());
    }

    @Test
    void takesA595ForANodeThatWasNeverReached() {
        assertThat(ErrorText.meaning(595, "Connection refused")).isEqualTo(new Problem.NodeUnreachable());
    }

    @ParameterizedTest
    @ValueSource(ints = {596, 597, 598, 599})
    void takesTheOtherProxyErrorsForAnUnknownOutcome(int status) {
        // The text must not decide: whatever it says, the node that was asked may have done it.
        assertThat(ErrorText.meaning(status, "Connection timed out")).isEqualTo(new Problem.OutcomeUnknown());
        assertThat(ErrorText.meaning(status, "VM is locked (backup)")).isEqualTo(new Problem.OutcomeUnknown());
    }

    @Test
    void lets500BeDecidedByTheText() {
        assertThat(ErrorText.meaning(500, "VM is locked (backup)")).isEqualTo(new Problem.Locked("backup"));
        assertThat(ErrorText.meaning(500, "got timeout")).isEqualTo(new Problem.Other());
    }
}
