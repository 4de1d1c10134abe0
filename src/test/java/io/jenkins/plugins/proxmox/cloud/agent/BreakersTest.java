package io.jenkins.plugins.proxmox.cloud.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.cloud.settings.JobBreaker;
import io.jenkins.plugins.proxmox.core.placement.CircuitBreaker;
import org.junit.jupiter.api.Test;

class BreakersTest {
    private static final String CLOUD = "7d1c";

    private final Breakers breakers = new Breakers();

    @Test
    void jobsOfATemplateAreNotTakenForThoseOfAnother() {
        CircuitBreaker linux = failing(JobBreaker.name("linux", "team/app"));
        CircuitBreaker big = failing(JobBreaker.name("linux-big", "team/app"));

        assertThat(breakers.ofJobs(CLOUD, "linux"))
                .containsOnlyKeys(JobBreaker.name("linux", "team/app"))
                .containsValue(linux);
        assertThat(breakers.ofJobs(CLOUD, "linux-big")).containsValue(big).hasSize(1);
        assertThat(breakers.ofJobs("7d1", "linux")).isEmpty();
    }

    /** Whoever names a template like what a job wants of another must not get that one's failures. */
    @Test
    void aTemplateIsNotTakenForAJobs() {
        CircuitBreaker jobs = failing(JobBreaker.name("linux", "app"));

        for (String name : new String[] {"linux app", "linux/app", "linux for app", "linux as app"}) {
            assertThat(breakers.of(CLOUD, name)).isNotSameAs(jobs);
            assertThat(breakers.ofJobs(CLOUD, "linux")).hasSize(1);
        }
    }

    /** Jobs come and go; what is known of a template stays. */
    @Test
    void thoseOfJobsAreForgottenWhenNothingIsLost() {
        CircuitBreaker template = breakers.of(CLOUD, "linux");
        CircuitBreaker works = breakers.of(CLOUD, JobBreaker.name("linux", "works"));
        CircuitBreaker fails = failing(JobBreaker.name("linux", "fails"));

        assertThat(breakers.of(CLOUD, "linux")).isSameAs(template);
        assertThat(breakers.of(CLOUD, JobBreaker.name("linux", "fails"))).isSameAs(fails);
        assertThat(breakers.of(CLOUD, JobBreaker.name("linux", "works"))).isNotSameAs(works);
    }

    private CircuitBreaker failing(String name) {
        CircuitBreaker breaker = breakers.of(CLOUD, name);
        breaker.begin("guest");
        breaker.failed("guest", "no space left");
        return breaker;
    }
}
