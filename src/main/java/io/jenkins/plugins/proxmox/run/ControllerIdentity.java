package io.jenkins.plugins.proxmox.run;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jenkinsci.main.modules.instance_identity.InstanceIdentity;

/** Which Jenkins this is, for whoever sees what it has made. */
public final class ControllerIdentity {
    /** So many bytes of a digest tell any number of controllers apart. */
    private static final int LENGTH = 8;

    private ControllerIdentity() {}

    /**
     * A short name that no other controller has and that stays the same for ever: it comes from the key of this
     * instance, which is copied with the whole home directory only.
     */
    public static String id() {
        byte[] key = InstanceIdentity.get().getPublic().getEncoded();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
            return HexFormat.of().formatHex(digest, 0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
