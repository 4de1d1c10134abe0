package io.jenkins.plugins.proxmox.cloud.settings;

import jenkins.model.Jenkins;
import org.springframework.security.access.AccessDeniedException;

/** What the circuit breakers are called that jobs have for a template with other hardware. */
public final class JobBreaker {
    /** In no name of a template. */
    private static final String AS = "\n";

    private JobBreaker() {}

    /**
     * @param job its full name
     */
    public static String name(String template, String job) {
        return beginning(template) + job;
    }

    /** How all of a template begin. */
    public static String beginning(String template) {
        return template + AS;
    }

    /** Whose circuit breaker it is, for the one who asks, who may not know the job. */
    public static String wisher(String template, String breaker) {
        String job = breaker.substring(beginning(template).length());
        return "as " + (isVisible(job) ? job : "a job") + " wants it";
    }

    private static boolean isVisible(String job) {
        try {
            return Jenkins.get().getItemByFullName(job) != null;
        } catch (AccessDeniedException e) {
            return false;
        }
    }
}
