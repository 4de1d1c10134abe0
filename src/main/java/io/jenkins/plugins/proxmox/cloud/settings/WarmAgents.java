package io.jenkins.plugins.proxmox.cloud.settings;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.proxmox.connection.AdminFields;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.life.WarmSchedule;
import java.time.Instant;
import java.time.ZoneId;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** How many agents are kept ready before anybody needs them, and when. */
public final class WarmAgents implements Describable<WarmAgents> {
    private final int minIdle;
    private String schedule;
    private transient volatile WarmSchedule parsed;

    /**
     * @param minIdle how many outside of all windows of the schedule
     */
    @DataBoundConstructor
    public WarmAgents(int minIdle) {
        this.minIdle = minIdle;
    }

    public int getMinIdle() {
        return minIdle;
    }

    /** Lines like {@code Mon-Fri 07:00-19:00 3}, see {@link WarmSchedule}; null for none. */
    public String getSchedule() {
        return schedule;
    }

    @DataBoundSetter
    public void setSchedule(String schedule) {
        this.schedule = Util.fixEmptyAndTrim(schedule);
        parsed = null;
    }

    /**
     * @throws ProxmoxException if it can't be right
     */
    void check() {
        AdminFields.atLeast("minIdle", minIdle, 0);
        if (schedule != null) {
            WarmSchedule.parse(schedule, ZoneId.systemDefault());
        }
    }

    /**
     * How many are wanted at a time.
     *
     * @throws ProxmoxException if the schedule can't be read
     */
    public int wanted(Instant time) {
        if (schedule == null) {
            return Math.max(0, minIdle);
        }
        WarmSchedule known = parsed;
        if (known == null) {
            known = WarmSchedule.parse(schedule, ZoneId.systemDefault());
            parsed = known;
        }
        return known.at(time).orElse(Math.max(0, minIdle));
    }

    @Extension
    @Symbol("proxmoxWarm")
    public static final class DescriptorImpl extends Descriptor<WarmAgents> {
        @NonNull
        @Override
        public String getDisplayName() {
            return "Agents that are kept ready";
        }

        @POST
        public FormValidation doCheckMinIdle(@QueryParameter String value) {
            return AdminFields.checkNumber(value, number -> new WarmAgents(number).check());
        }

        @POST
        public FormValidation doCheckSchedule(@QueryParameter String value) {
            return AdminFields.check(value, text -> {
                WarmAgents warm = new WarmAgents(0);
                warm.setSchedule(text);
                warm.check();
            });
        }
    }
}
