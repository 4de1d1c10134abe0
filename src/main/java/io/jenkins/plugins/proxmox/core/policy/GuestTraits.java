package io.jenkins.plugins.proxmox.core.policy;

import io.jenkins.plugins.proxmox.core.value.Tag;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link Policy} looks at, of a guest that there is or that is to be made.
 *
 * @param name absent if it has none, or none was asked for
 * @param pool where it is a member, if anywhere
 * @param own whether it is there and this controller has made it, but for an agent
 */
public record GuestTraits(VmId vmid, Optional<String> name, Optional<String> pool, List<Tag> tags, boolean own) {
    /** {@code web (101)}. */
    @Override
    public String toString() {
        return name.map(it -> it + " (" + vmid + ")").orElse("guest " + vmid);
    }
}
