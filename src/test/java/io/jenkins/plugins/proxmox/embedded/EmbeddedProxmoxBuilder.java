package io.jenkins.plugins.proxmox.embedded;

import io.jenkins.plugins.proxmox.embedded.http.Certificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;

/** How to start an embedded Proxmox VE. */
public final class EmbeddedProxmoxBuilder {
    private PveVersion version = PveVersion.V8;
    private int port;
    private Duration authenticationDelay = Duration.ZERO;
    private Clock clock = Clock.systemUTC();
    private double pace = 1;
    private double timeoutScale = 0.1;
    private Duration bootTime = Duration.ofMillis(30);
    private Duration statisticsInterval = Duration.ZERO;
    private Duration idleTime = Duration.ofSeconds(5);
    private String hostName = "localhost";
    private boolean newCertificates;
    private boolean errorTextInBody = true;

    EmbeddedProxmoxBuilder() {}

    public EmbeddedProxmoxBuilder version(PveVersion newVersion) {
        this.version = newVersion;
        return this;
    }

    /** 0 for any that is free. */
    public EmbeddedProxmoxBuilder port(int newPort) {
        this.port = newPort;
        return this;
    }

    /** How late refusals of credentials come; a real server takes 3 seconds. */
    public EmbeddedProxmoxBuilder authenticationDelay(Duration delay) {
        this.authenticationDelay = delay;
        return this;
    }

    /** For the times in replies and the end of tickets; tasks take real time. */
    public EmbeddedProxmoxBuilder clock(Clock newClock) {
        this.clock = newClock;
        return this;
    }

    /** Factor for the time tasks take; with 1 they take some hundredths of a second. */
    public EmbeddedProxmoxBuilder pace(double factor) {
        this.pace = factor;
        return this;
    }

    /** Factor for the time limits that Proxmox sets, such as 1 and 10 seconds for lock files; 0.1 by default. */
    public EmbeddedProxmoxBuilder timeoutScale(double factor) {
        this.timeoutScale = factor;
        return this;
    }

    /** How long after a start guest agents answer and addresses are there; 30 ms by default. */
    public EmbeddedProxmoxBuilder bootTime(Duration time) {
        this.bootTime = time;
        return this;
    }

    /** How old names and states in the list of resources may be; a real server takes 10 seconds, the default is 0. */
    public EmbeddedProxmoxBuilder statisticsInterval(Duration interval) {
        this.statisticsInterval = interval;
        return this;
    }

    /** After which unused connections are closed; 5 seconds by default, as on a real server. */
    public EmbeddedProxmoxBuilder idleTime(Duration time) {
        this.idleTime = time;
        return this;
    }

    /** Lets the certificate be for another host only. */
    public EmbeddedProxmoxBuilder certificateFor(String name) {
        this.hostName = name;
        return this;
    }

    /** Takes certificates that no server before has had, as after a renewal. */
    public EmbeddedProxmoxBuilder newCertificates() {
        this.newCertificates = true;
        return this;
    }

    /** Like servers before 8.4, tells errors in status lines only; version 7 always does. */
    public EmbeddedProxmoxBuilder withoutErrorTextInBody() {
        this.errorTextInBody = false;
        return this;
    }

    public EmbeddedProxmox start() {
        try {
            return new EmbeddedProxmox(this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PveVersion version() {
        return version;
    }

    int port() {
        return port;
    }

    Duration authenticationDelay() {
        return authenticationDelay;
    }

    Clock clock() {
        return clock;
    }

    double pace() {
        return pace;
    }

    double timeoutScale() {
        return timeoutScale;
    }

    Duration bootTime() {
        return bootTime;
    }

    Duration statisticsInterval() {
        return statisticsInterval;
    }

    Duration idleTime() {
        return idleTime;
    }

    boolean errorTextInBody() {
        return errorTextInBody && version.atLeast(PveVersion.V8);
    }

    Certificates certificates() {
        if (newCertificates) {
            return Certificates.renewed();
        }
        return hostName.equals("localhost") ? Certificates.forLoopback() : Certificates.forHost(hostName);
    }
}
