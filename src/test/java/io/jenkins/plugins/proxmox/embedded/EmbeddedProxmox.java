package io.jenkins.plugins.proxmox.embedded;

import io.jenkins.plugins.proxmox.embedded.access.Accounts;
import io.jenkins.plugins.proxmox.embedded.access.Authenticator;
import io.jenkins.plugins.proxmox.embedded.access.Permissions;
import io.jenkins.plugins.proxmox.embedded.access.Tickets;
import io.jenkins.plugins.proxmox.embedded.call.AllCalls;
import io.jenkins.plugins.proxmox.embedded.call.Dispatcher;
import io.jenkins.plugins.proxmox.embedded.call.Services;
import io.jenkins.plugins.proxmox.embedded.call.Workers;
import io.jenkins.plugins.proxmox.embedded.fault.Faults;
import io.jenkins.plugins.proxmox.embedded.http.BodyReader;
import io.jenkins.plugins.proxmox.embedded.http.Certificates;
import io.jenkins.plugins.proxmox.embedded.http.Listener;
import io.jenkins.plugins.proxmox.embedded.server.ApiFront;
import io.jenkins.plugins.proxmox.embedded.server.FaultyFront;
import io.jenkins.plugins.proxmox.embedded.server.PveProxy;
import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Statistics;
import io.jenkins.plugins.proxmox.embedded.task.Durations;
import io.jenkins.plugins.proxmox.embedded.task.TaskRegistry;
import io.jenkins.plugins.proxmox.embedded.task.TaskRunner;
import io.jenkins.plugins.proxmox.embedded.task.TaskTimer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/**
 * A Proxmox VE to test against: an HTTPS server on the loopback interface with two nodes, guests, storages, tasks and
 * locks, that answers as a real one does.
 *
 * <pre>{@code
 * try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
 *     URI url = proxmox.url();
 * }
 * }</pre>
 */
public final class EmbeddedProxmox implements AutoCloseable {
    static final String ROOT = "root@pam";
    static final String ROOT_PASSWORD = "embedded-root";
    static final String JENKINS = "jenkins@pve";
    static final String JENKINS_PASSWORD = "embedded-jenkins";

    private final Certificates certificates;
    private final String token;
    private final EmbeddedAccess access;
    private final EmbeddedCluster cluster;
    private final EmbeddedTasks tasks;
    private final EmbeddedRequests requests = new EmbeddedRequests();
    private final Workers workers = new Workers();
    private final Faults faults = new Faults();
    private final TaskTimer timer;
    private final Listener listener;

    EmbeddedProxmox(EmbeddedProxmoxBuilder builder) throws IOException {
        certificates = builder.certificates();
        DataCenter dataCenter = new DataCenter(builder.version(), builder.clock(), builder.bootTime());
        Statistics statistics =
                new Statistics(dataCenter, builder.statisticsInterval().isZero());
        Accounts accounts = new Accounts(builder.version(), builder.clock());
        Tickets tickets = new Tickets(builder.clock());
        Durations durations = new Durations(builder.pace());
        TaskRegistry registry = new TaskRegistry(dataCenter);
        timer = new TaskTimer(dataCenter.lock());
        TaskRunner runner = new TaskRunner(dataCenter, durations, faults::nextForTask, registry, timer);
        Permissions permissions = new Permissions(accounts, dataCenter::poolOfPath);
        Services services = new Services(
                dataCenter,
                statistics,
                accounts,
                permissions,
                tickets,
                registry,
                runner,
                workers,
                builder.timeoutScale(),
                certificates.fingerprint(),
                certificates.authority());
        dataCenter.lock().run(() -> new Seed(dataCenter).fill());
        accounts.addUser(ROOT, ROOT_PASSWORD);
        accounts.addUser(JENKINS, JENKINS_PASSWORD);
        token = accounts.addToken(ROOT, "demo", false, 0, "");
        access = new EmbeddedAccess(accounts, tickets);
        cluster = new EmbeddedCluster(dataCenter, statistics, timer);
        tasks = new EmbeddedTasks(dataCenter, registry, runner, durations);
        BodyReader bodies = new BodyReader(builder.version(), builder.errorTextInBody());
        ApiFront api = new ApiFront(
                new Authenticator(builder.version(), accounts, tickets),
                new Dispatcher(services, AllCalls.routes(services)),
                bodies,
                builder.errorTextInBody(),
                builder.authenticationDelay());
        PveProxy proxy = new PveProxy(builder.version(), new FaultyFront(api, faults, requests::add), bodies);
        listener = new Listener(builder.port(), certificates.sslContext(), builder.idleTime(), proxy);
        if (!builder.statisticsInterval().isZero()) {
            cluster.refreshStatistics();
            refreshEvery(builder.statisticsInterval());
        }
    }

    /** With defaults: version 8, any free port, no delays. */
    public static EmbeddedProxmox start() {
        return builder().start();
    }

    public static EmbeddedProxmoxBuilder builder() {
        return new EmbeddedProxmoxBuilder();
    }

    private void refreshEvery(Duration interval) {
        timer.later(interval, () -> {
            cluster.refreshStatistics();
            refreshEvery(interval);
        });
    }

    /** {@code https://127.0.0.1:PORT}. */
    public URI url() {
        return URI.create("https://127.0.0.1:" + listener.port());
    }

    /** SHA-256 of the server's certificate, 32 pairs with colons. */
    public String fingerprint() {
        return certificates.fingerprint();
    }

    /** The certificate, in PEM, of the authority that signed the server's. */
    public String caCertificate() {
        return certificates.authority();
    }

    /** {@code root@pam!demo=SECRET}, which may do everything but what only root itself may. */
    public String token() {
        return token;
    }

    /** Of the user with all rights. */
    public String userName() {
        return ROOT;
    }

    public String password() {
        return ROOT_PASSWORD;
    }

    public EmbeddedAccess access() {
        return access;
    }

    public EmbeddedCluster cluster() {
        return cluster;
    }

    public EmbeddedTasks tasks() {
        return tasks;
    }

    public Faults faults() {
        return faults;
    }

    /** Who does the calls on the nodes. */
    public Workers workers() {
        return workers;
    }

    public EmbeddedRequests requests() {
        return requests;
    }

    @Override
    public void close() {
        listener.close();
        timer.close();
    }
}
