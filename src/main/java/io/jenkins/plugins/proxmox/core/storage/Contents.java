package io.jenkins.plugins.proxmox.core.storage;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.List;

/** What storages hold, in the words of Proxmox VE. */
final class Contents {
    private static final List<String> ALL =
            List.of("images", "rootdir", "backup", "iso", "vztmpl", "snippets", "import");

    private Contents() {}

    static String check(String content) {
        if (!ALL.contains(content)) {
            throw ProxmoxException.invalid(
                    "content",
                    "'" + content + "' is nothing that a storage holds; expected is one of " + String.join(", ", ALL));
        }
        return content;
    }
}
