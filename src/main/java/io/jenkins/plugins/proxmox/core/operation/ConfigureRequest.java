package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.ConfigChange;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.value.GuestName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to change in a guest's configuration. Each setter refuses a value that can't be right with a
 * {@link ProxmoxException}; null and blank text mean that nothing was said.
 */
public final class ConfigureRequest {
    static final String NAME = "name";
    private static final int LEAST_MIB = 16;

    private final GuestReference guest;
    private final GuestOptions options = new GuestOptions();
    private Optional<Boolean> agent = Optional.empty();
    private List<String> delete = List.of();
    private List<String> revert = List.of();

    /**
     * @param guest a VMID or a name
     */
    public ConfigureRequest(String guest) {
        this.guest = GuestReference.parse("guest", guest);
    }

    /** Its name, which a container calls its host name. */
    public ConfigureRequest name(String text) {
        Request.given(text).map(GuestName::new).ifPresent(name -> options.text(NAME, name.text()));
        return this;
    }

    /** CPU cores, at least 1. */
    public ConfigureRequest cores(Integer number) {
        options.atLeast("cores", number, 1);
        return this;
    }

    /** Memory in MiB, at least 16. */
    public ConfigureRequest memory(Integer mebibytes) {
        options.atLeast("memory", mebibytes, LEAST_MIB);
        return this;
    }

    /** Its notes, at most 8192 characters; the line that says who made the guest stays. */
    public ConfigureRequest description(String text) {
        options.text("description", text);
        return this;
    }

    /** All its tags; the one that guests have whose maker is known stays. */
    public ConfigureRequest tags(Collection<String> some) {
        options.tags(some);
        return this;
    }

    /** Whether it starts with its node. */
    public ConfigureRequest onboot(Boolean value) {
        options.flag("onboot", value);
        return this;
    }

    /** Whether Proxmox refuses to destroy it and its disks. */
    public ConfigureRequest protection(Boolean value) {
        options.flag("protection", value);
        return this;
    }

    /** Whether a VM has the device of the guest agent; what else was set for it stays. */
    public ConfigureRequest agent(Boolean value) {
        agent = Optional.ofNullable(value);
        return this;
    }

    /** Cloud-init's user of a VM. */
    public ConfigureRequest ciUser(String text) {
        options.text("ciuser", text);
        return this;
    }

    /** The public keys that cloud-init lets in, one a line; VMs only. */
    public ConfigureRequest sshKeys(String lines) {
        options.sshKeys(lines);
        return this;
    }

    /** Cloud-init's network of the first NIC of a VM, as in {@code ip=dhcp} or {@code ip=10.0.0.5/24,gw=10.0.0.1}. */
    public ConfigureRequest ipConfig(String text) {
        options.text("ipconfig0", text);
        return this;
    }

    /** Any other options of the configuration, as Proxmox spells them. Passwords among them are in no checkpoint. */
    public ConfigureRequest config(Map<String, ?> more) {
        options.any(more);
        return this;
    }

    /** Options to be removed, so that their defaults hold. */
    public ConfigureRequest delete(Collection<String> keys) {
        delete = List.copyOf(keys);
        return this;
    }

    /** Options whose changes wait for a restart and are taken back. */
    public ConfigureRequest revert(Collection<String> keys) {
        revert = List.copyOf(keys);
        return this;
    }

    /**
     * @throws ProxmoxException with {@link io.jenkins.plugins.proxmox.core.api.Problem.Parameter} if what was said contradicts
     *     itself or is nothing
     */
    void check() {
        ConfigChange change = ConfigChange.none();
        for (Map.Entry<String, String> option : options.values().entrySet()) {
            change = change.set(option.getKey(), option.getValue());
        }
        change = agent.isPresent() ? change.set("agent", agent.get()) : change;
        for (String key : delete) {
            change = change.delete(key);
        }
        for (String key : revert) {
            change = change.revert(key);
        }
        if (change.isEmpty() && options.missing().isEmpty()) {
            throw ProxmoxException.invalid(
                    "config", "Nothing to change is given; expected is an option to set, to delete or to revert");
        }
        if (change.keys().contains("template")) {
            throw ProxmoxException.invalid(
                    "config", "The option 'template' does not make a guest a template; expected is proxmoxTemplate");
        }
        ConfigChange.none().description(options.values().getOrDefault("description", ""));
    }

    static ConfigureRequest of(Request request) {
        ConfigureRequest configure = new ConfigureRequest(request.text("guest"))
                .agent(request.truth("agent").orElse(null))
                .delete(request.texts("delete"))
                .revert(request.texts("revert"));
        configure.options.read(request);
        return configure;
    }

    Map<String, Object> map() {
        Request request = Request.write()
                .with("guest", guest)
                .with("agent", agent)
                .with("delete", delete)
                .with("revert", revert);
        options.write(request);
        return request.map();
    }

    GuestReference guest() {
        return guest;
    }

    Map<String, String> options() {
        return options.values();
    }

    /** Secret options whose values are in no checkpoint and were not given again after a restart. */
    List<String> missingSecrets() {
        return options.missing();
    }

    Optional<Boolean> agent() {
        return agent;
    }

    List<String> delete() {
        return delete;
    }

    List<String> revert() {
        return revert;
    }
}
