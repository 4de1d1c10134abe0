package io.jenkins.plugins.proxmox.build;

import hudson.Extension;
import hudson.model.AbstractBuild;
import hudson.model.InvisibleAction;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.proxmox.run.BuildWait;
import io.jenkins.plugins.proxmox.run.Hold;
import io.jenkins.plugins.proxmox.run.Outcome;
import io.jenkins.plugins.proxmox.step.WithGuestStep;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.tasks.SimpleBuildWrapper;

/** What becomes of the guest of a {@link GuestWrapper} in the end. */
final class GuestRelease extends SimpleBuildWrapper.Disposer {
    private static final long serialVersionUID = 1L;

    private final String id;
    private final boolean mayStay;
    private final boolean quiet;

    private GuestRelease(String id, boolean mayStay, boolean quiet) {
        this.id = id;
        this.mayStay = mayStay;
        this.quiet = quiet;
    }

    /** For a guest that is to be made. */
    static GuestRelease of(WithGuestStep step) {
        return new GuestRelease(UUID.randomUUID().toString(), step.getKeepOnFailure() != null, step.isQuiet());
    }

    /** Names the operation that makes the guest. */
    String id() {
        return id;
    }

    @Override
    public void tearDown(Run<?, ?> build, TaskListener listener) throws InterruptedException {
        if (mayStay && build instanceof AbstractBuild) {
            // At this point Jenkins does not tell every failure of a build step, and the tests are not counted yet.
            build.addAction(new Undecided(this));
        } else {
            end(build, outcome(build), listener);
        }
    }

    private static Outcome outcome(Run<?, ?> build) {
        Result result = build.getResult();
        return result == null || result == Result.SUCCESS ? Outcome.SUCCESS : Outcome.FAILURE;
    }

    /** Destroys the guest or lets it stay, and waits. Impatience leaves the rest to a queue. */
    void end(Run<?, ?> build, Outcome outcome, TaskListener listener) throws InterruptedException {
        Hold hold = new Hold(build, id);
        BuildWait.end(hold.end(outcome, quiet, listener.getLogger()::println), hold::abort);
    }

    /** A guest of which is decided when the build's result is known. */
    public static final class Undecided extends InvisibleAction {
        private final String id;
        private final boolean quiet;

        Undecided(GuestRelease release) {
            id = release.id;
            quiet = release.quiet;
        }

        void decide(Run<?, ?> build, TaskListener listener) throws InterruptedException {
            new GuestRelease(id, true, quiet).end(build, outcome(build), listener);
        }
    }

    /** Comes before whatever takes away what is left of builds. */
    @Extension(ordinal = 100)
    public static final class Decision extends RunListener<Run<?, ?>> {
        private static final Logger LOGGER = Logger.getLogger(Decision.class.getName());

        @Override
        public void onCompleted(Run<?, ?> build, TaskListener listener) {
            for (Undecided guest : build.getActions(Undecided.class)) {
                try {
                    guest.decide(build, listener);
                } catch (InterruptedException e) {
                    // The build has its result already, and still has to be written down on this thread.
                    LOGGER.log(Level.FINE, e, () -> "Somebody is impatient with " + build);
                }
            }
            build.removeActions(Undecided.class);
        }
    }
}
