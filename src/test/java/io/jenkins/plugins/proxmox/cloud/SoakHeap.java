package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import jenkins.model.TransientActionFactory;

/** What is on the heap of a JVM in which one controller follows the other. */
final class SoakHeap {
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)\\s*$");
    private static final int MIB = 20;

    /** No garbage is collected while any thread is in native code that holds an array, as when something is compressed. */
    private static final int TRIES = 5;

    private final List<Long> sizes = new ArrayList<>();
    private TransientActionFactory.Cache cache;

    /** To be called once in each controller. */
    void measure() throws JMException, ReflectiveOperationException {
        forgetControllerBefore();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            least = Math.min(least, used());
        }
        sizes.add(least >> MIB);
    }

    /**
     * Jenkins itself keeps with each class which factories make actions for it, and with these the controller they are of: as long
     * as the class is there, though nobody looks at that any more. Controllers usually have a JVM of their own.
     */
    private void forgetControllerBefore() throws ReflectiveOperationException {
        if (cache != null) {
            Field factories = TransientActionFactory.Cache.class.getDeclaredField("allFactories");
            factories.setAccessible(true);
            factories.set(cache, null);
        }
        cache = ExtensionList.lookupSingleton(TransientActionFactory.Cache.class);
    }

    /** In bytes. It collects garbage first, unlike {@code System.gc()} where that is disabled. */
    private static long used() throws JMException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        Matcher total = TOTAL.matcher(histogram.strip());
        assertThat(total.find()).as("has a total").isTrue();
        return Long.parseLong(total.group(1));
    }

    /** Threads of controllers that were just stopped hold them for a minute at most. */
    void assertFlat() {
        List<Long> early = sizes.subList(1, Math.max(2, sizes.size() / 2));
        List<Long> late = sizes.subList(sizes.size() * 3 / 4, sizes.size());
        assertThat(Collections.min(late)).isLessThan(Collections.min(early) * 12 / 10 + 10);
    }

    /** In MiB, one for each controller. */
    @Override
    public String toString() {
        return sizes.toString();
    }
}
