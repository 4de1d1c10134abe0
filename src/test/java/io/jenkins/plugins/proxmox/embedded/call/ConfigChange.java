package io.jenkins.plugins.proxmox.embedded.call;

import java.util.List;
import java.util.Map;

/**
 * A checked change of a guest's settings.
 *
 * @param force whether volumes that lose their setting are removed at once
 */
record ConfigChange(Map<String, String> set, List<String> delete, List<String> revert, boolean force) {}
