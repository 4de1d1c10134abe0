package io.jenkins.plugins.proxmox.embedded.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The lock files of guests, held by whoever works on a guest. To be used under the state lock. */
public final class FileLocks {
    private final Map<String, List<Holder>> holders = new HashMap<>();
    private final Map<String, Integer> timeouts = new HashMap<>();

    private record Holder(Object owner, boolean shared) {}

    /** Takes the lock if nobody else stands in the way. */
    public boolean tryAcquire(String path, Object owner, boolean shared) {
        if (timeouts.containsKey(path)) {
            return false;
        }
        List<Holder> current = holders.computeIfAbsent(path, key -> new ArrayList<>());
        boolean free = current.stream().allMatch(holder -> holder.owner() == owner || (shared && holder.shared()));
        if (free) {
            current.add(new Holder(owner, shared));
        }
        return free;
    }

    public void release(Object owner, String path) {
        holders.computeIfPresent(path, (key, list) -> {
            list.removeIf(holder -> holder.owner() == owner);
            return list.isEmpty() ? null : list;
        });
    }

    public void release(Object owner) {
        holders.values().forEach(list -> list.removeIf(holder -> holder.owner() == owner));
        holders.values().removeIf(List::isEmpty);
    }

    /** Lets the next attempts to take a lock run into their time limit. */
    public void failNext(String path, int times) {
        timeouts.merge(path, times, Integer::sum);
    }

    /** Whether an attempt has to fail without waiting; counts it. */
    public boolean takeTimeout(String path) {
        Integer left = timeouts.get(path);
        if (left == null) {
            return false;
        }
        if (left == 1) {
            timeouts.remove(path);
        } else {
            timeouts.put(path, left - 1);
        }
        return true;
    }

    public static String timeoutText(String path) {
        return "can't lock file '" + path + "' - got timeout";
    }
}
