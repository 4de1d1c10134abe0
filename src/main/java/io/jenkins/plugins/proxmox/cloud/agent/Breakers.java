package io.jenkins.plugins.proxmox.cloud.agent;

import io.jenkins.plugins.proxmox.cloud.settings.CloudSettings;
import io.jenkins.plugins.proxmox.cloud.settings.JobBreaker;
import io.jenkins.plugins.proxmox.connection.OpenConnection;
import io.jenkins.plugins.proxmox.core.operation.OperationRunner;
import io.jenkins.plugins.proxmox.core.placement.CircuitBreaker;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import jenkins.model.Jenkins;

/** The circuit breakers of templates, by clouds. */
public final class Breakers {
    private final Map<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();
    private final Map<String, OperationRunner> runners = new ConcurrentHashMap<>();

    /** That of a template, or of what a job wants of it; those of jobs are forgotten when nothing would be lost. */
    public CircuitBreaker of(String cloud, String template) {
        breakers.entrySet()
                .removeIf(it -> it.getKey().contains(JobBreaker.beginning(""))
                        && it.getValue().isForgotten());
        return breakers.computeIfAbsent(
                cloud + "/" + template, key -> new CircuitBreaker(InstantSource.system(), System::nanoTime));
    }

    /** The circuit breakers that jobs have for a template with other hardware, by their names. */
    public Map<String, CircuitBreaker> ofJobs(String cloud, String template) {
        String prefix = cloud + "/";
        Map<String, CircuitBreaker> found = new TreeMap<>();
        breakers.forEach((key, breaker) -> {
            if (key.startsWith(prefix + JobBreaker.beginning(template))) {
                found.put(key.substring(prefix.length()), breaker);
            }
        });
        return found;
    }

    public CircuitBreaker of(ProxmoxAgent agent) {
        return of(agent.getCloudId(), agent.getTemplate().breakerName());
    }

    /** What did not work with another secret, or at another URL, may work now. */
    void noticeChange(OpenConnection open) {
        OperationRunner before = runners.put(open.name(), open.runner());
        if (before == null || before == open.runner()) {
            return;
        }
        CloudSettings.all(Jenkins.get())
                .filter(cloud -> CloudSettings.configured(cloud.getConnection())
                        .filter(it -> it.getName().equals(open.name()))
                        .isPresent())
                .forEach(cloud -> breakers.forEach((key, breaker) -> {
                    if (key.startsWith(cloud.getId() + "/")) {
                        breaker.reset();
                    }
                }));
    }
}
