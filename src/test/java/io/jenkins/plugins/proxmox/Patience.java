package io.jenkins.plugins.proxmox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.FileUtils;

/** For what happens by itself, sooner or later. */
public final class Patience {
    private static final long ENOUGH = TimeUnit.SECONDS.toNanos(90);

    private Patience() {}

    /** Waits until something is so. */
    public static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + ENOUGH;
        Object pause = new Object();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("it is never so").isLessThan(end);
            synchronized (pause) {
                pause.wait(20);
            }
        }
    }

    /** Deletes a folder in which a controller that has just stopped may be about to write a last file. */
    public static void delete(File folder) throws Exception {
        await(() -> {
            try {
                FileUtils.deleteDirectory(folder);
                return true;
            } catch (IOException e) {
                return false;
            }
        });
    }
}
