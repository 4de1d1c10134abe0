package io.jenkins.plugins.proxmox.embedded;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A fresh embedded Proxmox VE for each test, whose tasks take next to no time and whose time limits do not pass. */
abstract class EmbeddedTest {
    protected EmbeddedProxmox proxmox;
    protected RawClient client;

    @BeforeEach
    void start() {
        proxmox = configure(EmbeddedProxmox.builder().pace(0.1).timeoutScale(1)).start();
        client = RawClient.of(proxmox);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        proxmox.close();
    }

    protected EmbeddedProxmoxBuilder configure(EmbeddedProxmoxBuilder builder) {
        return builder;
    }

    protected EmbeddedGuest guest(int vmid) {
        return proxmox.cluster().guest(vmid).orElseThrow();
    }
}
