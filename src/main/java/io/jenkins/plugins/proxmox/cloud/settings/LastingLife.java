package io.jenkins.plugins.proxmox.cloud.settings;

import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.proxmox.connection.AdminFields;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A life with more than one build in it. */
public abstract class LastingLife extends AgentLife {
    private static final int USUAL_IDLE_MINUTES = 30;

    /** Has to be something that can be written down: what is left out is the usual time. */
    private static final int NEVER = 0;

    private Integer uses;
    private int idleMinutes = USUAL_IDLE_MINUTES;
    private Integer ageMinutes;

    /** Null for any number. */
    public Integer getUses() {
        return uses;
    }

    @DataBoundSetter
    public void setUses(Integer uses) {
        this.uses = uses;
    }

    /** Zero if it is never removed for being idle. */
    public int getIdleMinutes() {
        return idleMinutes;
    }

    @DataBoundSetter
    public void setIdleMinutes(Integer idleMinutes) {
        this.idleMinutes = idleMinutes == null ? NEVER : idleMinutes;
    }

    /** Null if it gets as old as it likes. */
    public Integer getAgeMinutes() {
        return ageMinutes;
    }

    @DataBoundSetter
    public void setAgeMinutes(Integer ageMinutes) {
        this.ageMinutes = ageMinutes;
    }

    @Override
    public final OptionalInt uses() {
        return uses == null ? OptionalInt.empty() : OptionalInt.of(Math.max(1, uses));
    }

    @Override
    public final Optional<Duration> idle() {
        return idleMinutes == NEVER ? Optional.empty() : minutes(idleMinutes);
    }

    @Override
    final Optional<Duration> age() {
        return minutes(ageMinutes);
    }

    @Override
    void check() {
        AdminFields.atLeast("uses", uses, 1);
        AdminFields.atLeast("idleMinutes", idleMinutes, NEVER);
        AdminFields.atLeast("ageMinutes", ageMinutes, 1);
    }

    /** What is checked in the forms of all of them. */
    public abstract static class LastingLifeDescriptor extends Descriptor<AgentLife> {
        @POST
        public FormValidation doCheckUses(@QueryParameter String value) {
            return AdminFields.checkNumber(value, number -> AdminFields.atLeast("uses", number, 1));
        }

        @POST
        public FormValidation doCheckIdleMinutes(@QueryParameter String value) {
            return AdminFields.checkNumber(value, number -> AdminFields.atLeast("idleMinutes", number, NEVER));
        }

        @POST
        public FormValidation doCheckAgeMinutes(@QueryParameter String value) {
            return AdminFields.checkNumber(value, number -> AdminFields.atLeast("ageMinutes", number, 1));
        }
    }

    @Override
    public int executors(int wanted) {
        return uses == null ? wanted : Math.min(wanted, Math.max(1, uses));
    }
}
