package io.jenkins.plugins.proxmox.core.storage;

import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.task.Tasks;
import io.jenkins.plugins.proxmox.core.value.Names;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The storages of one node. */
public final class Storages {
    private final Tasks tasks;
    private final String node;

    /**
     * The storages of this node; nothing is asked yet.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if no node can be called so
     */
    public Storages(Tasks tasks, String node) {
        this.tasks = tasks;
        this.node = Names.node(node);
    }

    /**
     * All that the credentials may see, disabled ones too: {@code GET /nodes/{node}/storage}. The node looks at each of
     * them for it, so one that hangs makes this slow.
     *
     * @throws ProxmoxException with {@link Problem.NotFound} if there is no such node
     */
    public List<Storage> list() {
        return list(ApiRequest.get(path()));
    }

    /**
     * Those that take this and are there at the moment: {@code GET /nodes/{node}/storage?content=...}. Only they are
     * looked at.
     *
     * @param content {@code images}, {@code rootdir}, {@code backup}, {@code iso}, {@code vztmpl}, {@code snippets} or
     *     {@code import}
     * @throws ProxmoxException with {@link Problem.Parameter} if nothing is called so
     */
    public List<Storage> withContent(String content) {
        // Releases before 8.2 refuse to be asked for images to import; they have none.
        Optional<String> asked = Optional.of(Contents.check(content)).filter(it -> !it.equals("import"));
        return list(ApiRequest.get(path()).with("enabled", true).with("content", asked)).stream()
                .filter(storage -> storage.takes(content))
                .toList();
    }

    /**
     * The storage of this name.
     *
     * @throws ProxmoxException with {@link Problem.NotFound}, naming those that there are, if the node has none of this
     *     name or the credentials may not see it; with {@link Problem.Parameter} if no storage can be called so
     */
    public NodeStorage get(String id) {
        NodeStorage wanted = new NodeStorage(tasks, node, id);
        List<String> known = list().stream().map(Storage::id).toList();
        if (!known.contains(wanted.id())) {
            throw new ProxmoxException(
                    new Problem.NotFound(),
                    "There is no storage '" + wanted.id() + "' on node " + node
                            + " that the credentials may see (Datastore.Audit); expected is one of "
                            + (known.isEmpty()
                                    ? "(there are none)"
                                    : known.stream().sorted().collect(Collectors.joining(", "))));
        }
        return wanted;
    }

    private List<Storage> list(ApiRequest request) {
        return tasks.client().call(request).elements().stream()
                .map(Storage::of)
                .filter(storage -> !storage.id().isEmpty())
                .toList();
    }

    private ApiPath path() {
        return ApiPath.of("nodes", node, "storage");
    }

    @Override
    public String toString() {
        return "the storages of " + node;
    }
}
