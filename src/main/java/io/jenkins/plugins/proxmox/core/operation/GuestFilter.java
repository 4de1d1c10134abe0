package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.GuestEntry;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.NamePattern;
import io.jenkins.plugins.proxmox.core.value.Names;
import io.jenkins.plugins.proxmox.core.value.Tag;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which guests of a cluster are meant: those that meet every condition that is given. Each setter throws
 * {@link ProxmoxException} with {@link Problem.Parameter} if nothing can be like this; null and blanks are no condition.
 */
public final class GuestFilter {
    private static final List<String> STATES = List.of("running", "stopped", "paused", "hibernated");

    private Optional<String> node = Optional.empty();
    private Optional<String> pool = Optional.empty();
    private Optional<Tag> tag = Optional.empty();
    private Optional<GuestType> type = Optional.empty();
    private Optional<String> status = Optional.empty();
    private Optional<Boolean> template = Optional.empty();
    private Optional<NamePattern> name = Optional.empty();
    private Optional<Boolean> own = Optional.empty();

    static GuestFilter of(Request request) {
        return new GuestFilter()
                .node(request.text("node"))
                .pool(request.text("pool"))
                .tag(request.text("tag"))
                .type(request.text("type"))
                .status(request.text("status"))
                .template(request.truth("template").orElse(null))
                .name(request.text("name"))
                .own(request.truth("own").orElse(null));
    }

    Request write() {
        return Request.write()
                .with("node", node)
                .with("pool", pool)
                .with("tag", tag)
                .with("type", type.map(GuestType::label))
                .with("status", status)
                .with("template", template)
                .with("name", name)
                .with("own", own);
    }

    /** Those on this node. */
    public GuestFilter node(String text) {
        node = Request.given(text).map(Names::node);
        return this;
    }

    /** The members of this pool. */
    public GuestFilter pool(String text) {
        pool = Request.given(text).map(Names::pool);
        return this;
    }

    /** Those with this tag, in whatever case. */
    public GuestFilter tag(String text) {
        tag = Request.given(text).map(Tag::new);
        return this;
    }

    /** {@code vm} or {@code container}. */
    public GuestFilter type(String text) {
        type = Request.given(text)
                .map(given -> Arrays.stream(GuestType.values())
                        .filter(it -> it.label().equalsIgnoreCase(given.trim()))
                        .findFirst()
                        .orElseThrow(() -> unknown(
                                "type",
                                given,
                                Arrays.stream(GuestType.values())
                                        .map(GuestType::label)
                                        .collect(Collectors.joining(", ")))));
        return this;
    }

    /** {@code running}, {@code stopped}, {@code paused} or {@code hibernated}. */
    public GuestFilter status(String text) {
        status = Request.given(text).map(given -> {
            String wanted = given.trim().toLowerCase(Locale.ROOT);
            if (!STATES.contains(wanted)) {
                throw unknown("status", given, String.join(", ", STATES));
            }
            return wanted;
        });
        return this;
    }

    /** Only templates, or only what is none. */
    public GuestFilter template(Boolean wanted) {
        template = Optional.ofNullable(wanted);
        return this;
    }

    /** Those with such a name, where {@code *} stands for any characters; case matters. */
    public GuestFilter name(String pattern) {
        name = Request.given(pattern).map(String::trim).map(NamePattern::new);
        name.filter(it -> !it.text().matches("[A-Za-z0-9.*-]+")).ifPresent(it -> {
            throw ProxmoxException.invalid(
                    "name",
                    "name: '" + it + "' fits no guest; expected are letters, digits, hyphens and dots, and * for any"
                            + " of them");
        });
        return this;
    }

    /** Only those that the same controller has made, or only others. */
    public GuestFilter own(Boolean wanted) {
        own = Optional.ofNullable(wanted);
        return this;
    }

    Optional<String> node() {
        return node;
    }

    Optional<String> pool() {
        return pool;
    }

    Optional<Boolean> own() {
        return own;
    }

    /** Whether a guest meets all conditions but the one that no list can tell of, whether it is an own one. */
    boolean matches(GuestEntry guest) {
        return node.filter(it -> !it.equals(guest.node())).isEmpty()
                && pool.filter(it -> !guest.pool().equals(pool)).isEmpty()
                && tag.filter(it -> guest.tags().stream().noneMatch(it.text()::equalsIgnoreCase))
                        .isEmpty()
                && type.filter(it -> it != guest.type()).isEmpty()
                && status.filter(it -> !it.equals(Facts.state(guest))).isEmpty()
                && template.filter(it -> it != guest.template()).isEmpty()
                && name.filter(it -> guest.name().filter(it::matches).isEmpty()).isEmpty();
    }

    private static ProxmoxException unknown(String parameter, String text, String expected) {
        return ProxmoxException.invalid(
                parameter, parameter + ": '" + text + "' is not known; expected is one of " + expected);
    }
}
