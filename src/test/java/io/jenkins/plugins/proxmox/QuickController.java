package io.jenkins.plugins.proxmox;

import hudson.init.InitMilestone;
import hudson.init.Initializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import jenkins.model.Jenkins;
import org.jenkinsci.main.modules.instance_identity.pem.PEMHelper;
import org.kohsuke.stapler.MetaClass;

/** Saves each Jenkins that a test starts in its own JVM what takes the most time there. */
public final class QuickController {
    private static final int BITS = 2048;

    private QuickController() {}

    /** To be called by Jenkins, while no page has been asked for and no plugin is started. */
    @Initializer(before = InitMilestone.PLUGINS_STARTED)
    public static void prepare() throws IOException {
        // As in production; the test harness lets each view be looked for again whenever it is shown.
        MetaClass.NO_CACHE = false;
        Path home = Jenkins.get().getRootDir().toPath();
        if (Files.notExists(home.resolve("identity.key.enc"))) {
            // Jenkins takes it over from where older versions had it, instead of making one.
            Files.writeString(home.resolve("identity.key"), Identity.PEM);
        }
    }

    /** What all of them in one JVM identify themselves by. */
    private static final class Identity {
        static final String PEM = make();

        private static String make() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(BITS);
                return PEMHelper.encodePEM(generator.generateKeyPair());
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
