package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.value.VmId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The parameters of {@code POST /nodes/{node}/vzdump}, for guests of this node.
 *
 * @param storage must take the content {@code backup}
 * @param mode {@code snapshot}, {@code suspend} or {@code stop}
 * @param compress {@code zstd}, {@code gzip}, {@code lzo} or {@code 0} for none
 * @param notes a template with variables like {@code {{guestname}}}, at most 1024 characters
 * @param prune whether older archives of the guests are removed after success, as the storage or {@code retention} says
 * @param retention as in {@code keep-last=3}; the storage's own if absent
 * @param patience how long to wait for other backups of the node to end, in whole minutes
 */
public record BackupCall(
        List<VmId> guests,
        String storage,
        String mode,
        String compress,
        Optional<String> notes,
        boolean protect,
        boolean prune,
        Optional<String> retention,
        Duration patience) {}
