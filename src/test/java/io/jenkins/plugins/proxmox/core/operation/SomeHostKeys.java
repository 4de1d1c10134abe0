package io.jenkins.plugins.proxmox.core.operation;

/** Public keys of SSH servers that never were. */
final class SomeHostKeys {
    static final String ED25519_KEY = "AAAAC3NzaC1lZDI1NTE5AAAAII5PN+6kNvg19BfRQbb49btYRkGztFW/Pf5o49S3pbPP";
    static final String ED25519 = "ssh-ed25519 " + ED25519_KEY;
    static final String ED25519_FINGERPRINT = "SHA256:B9jfOPpPokfdqIn+WY7/IeNxjQPj86zfdNQTxkg3VJA";
    static final String ECDSA =
            "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBHidtAFcFRunp4knT"
                    + "RMkWAcS6ATG7et3eAEAKPbWvHUTIkpJqgTDSnIZH2WPFq8VdQkGLA9+HvJIjeQCMvl8B5g=";
    static final String RSA = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAAQU=";

    private SomeHostKeys() {}
}
