package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.value.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tag that all guests have that bear a mark. The mark tells whose a guest is; the tag is for people, and a cluster may
 * reserve tags for some of them.
 */
final class OurTag {
    /** Without it nobody can set any tag. */
    private static final String NEEDED = "VM.Config.Options";

    /** Under which key the memo has that nobody may give it. */
    static final String REFUSED = "untagged";

    private OurTag() {}

    /** These tags with ours among them. */
    static List<Tag> among(List<Tag> tags) {
        List<Tag> all = new ArrayList<>(tags);
        if (all.stream().noneMatch(Mark.TAG::matches)) {
            all.add(Mark.TAG);
        }
        return all;
    }

    /** Whether it would have gone well but for this tag, where no tags were asked for. */
    static boolean isRefused(ProxmoxException failure) {
        return isRefused(failure, Optional.empty());
    }

    /**
     * Whether it would have gone well but for this tag.
     *
     * @param asked the tags that were asked for, if any were
     */
    static boolean isRefused(ProxmoxException failure, Optional<List<Tag>> asked) {
        boolean ours = asked.orElse(List.of()).stream().noneMatch(Mark.TAG::matches);
        boolean named = failure.getMessage().contains("tag '" + Mark.TAG + "'");
        boolean anyTag = failure.is(
                Problem.Permission.class,
                permission -> permission.privilege().filter(NEEDED::equals).isPresent());
        return ours && failure.is(Problem.Permission.class) && (named || asked.isEmpty() && anyTag);
    }

    static void goWithout(OperationContext context, ProxmoxException refusal) {
        context.memo().put(REFUSED, true);
        context.say("The guest does not get the tag " + Mark.TAG + ": " + refusal.getMessage());
    }
}
