package io.jenkins.plugins.proxmox.core.api;

import java.util.regex.Pattern;

/** With what a client identifies itself; the secret part shows up in no text. */
public sealed interface Credentials {
    /** Who acts, as Proxmox names it: {@code user@realm} or {@code user@realm!token}. */
    String principal();

    /**
     * An API token.
     *
     * @param id {@code user@realm!name}
     * @param secret the UUID shown when the token was made
     */
    record ApiToken(String id, String secret) implements Credentials {
        private static final Pattern ID =
                Pattern.compile("[^\\s:/!=]+@[A-Za-z][A-Za-z0-9.\\-_]+![A-Za-z][A-Za-z0-9.\\-_]+");
        private static final Pattern SECRET = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

        /**
         * @throws ProxmoxException with {@link Problem.Parameter} if the id or the secret is malformed
         */
        public ApiToken {
            if (!ID.matcher(id).matches()) {
                throw ProxmoxException.invalid(
                        "credentials",
                        "'" + SECRET.matcher(id).replaceAll("...")
                                + "' is no API token id; expected is user@realm!name");
            }
            if (!SECRET.matcher(secret).matches()) {
                throw ProxmoxException.invalid(
                        "credentials", "The secret of API token '" + id + "' is no UUID as Proxmox VE makes them");
            }
        }

        /**
         * Reads {@code user@realm!name=secret}, as Proxmox' own header has it.
         *
         * @throws ProxmoxException with {@link Problem.Parameter} if it is malformed; what stands where the id should be
         *     is not repeated, because it may be the secret
         */
        public static ApiToken parse(String text) {
            String trimmed = text.trim();
            int equals = trimmed.lastIndexOf('=');
            String id = trimmed.substring(0, Math.max(0, equals));
            if (!ID.matcher(id).matches()) {
                throw ProxmoxException.invalid(
                        "credentials", "The text is no API token; expected is user@realm!name=secret");
            }
            return new ApiToken(id, trimmed.substring(equals + 1));
        }

        @Override
        public String principal() {
            return id;
        }

        @Override
        public String toString() {
            return "API token " + id;
        }
    }

    /**
     * A user and the password, exchanged for a ticket.
     *
     * @param user {@code user@realm}
     */
    record Login(String user, String password) implements Credentials {
        private static final Pattern USER = Pattern.compile("[^\\s:/!]+@[A-Za-z][A-Za-z0-9.\\-_]+");

        /**
         * @throws ProxmoxException with {@link Problem.Parameter} if the user name has no realm
         */
        public Login {
            if (!USER.matcher(user).matches()) {
                throw ProxmoxException.invalid(
                        "credentials",
                        "'" + user + "' is no Proxmox VE user; expected is user@realm, as in jenkins@pve or root@pam");
            }
        }

        @Override
        public String principal() {
            return user;
        }

        @Override
        public String toString() {
            return "user " + user;
        }
    }
}
