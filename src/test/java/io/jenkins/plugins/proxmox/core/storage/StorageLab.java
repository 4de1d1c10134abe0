package io.jenkins.plugins.proxmox.core.storage;

import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.api.ApiEndpoint;
import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Credentials;
import io.jenkins.plugins.proxmox.core.api.RetryPolicy;
import io.jenkins.plugins.proxmox.core.api.TlsTrust;
import io.jenkins.plugins.proxmox.core.task.PooledTiming;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.task.Tasks;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** An embedded Proxmox VE and who works with its storages. */
final class StorageLab implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(1);

    final EmbeddedProxmox proxmox;
    final Tasks tasks;
    private final ApiClient client;
    private final PooledTiming timing = new PooledTiming(1, "storage-lab");

    private StorageLab(PveVersion version) {
        proxmox = EmbeddedProxmox.builder().version(version).start();
        client = client(proxmox.url().toString(), proxmox.fingerprint(), proxmox.token());
        tasks = new Tasks(client, timing);
    }

    static StorageLab start() {
        return new StorageLab(PveVersion.V8);
    }

    static StorageLab start(PveVersion version) {
        return new StorageLab(version);
    }

    static ApiClient client(String url, String fingerprint, String token) {
        return new ApiClient(new ApiClient.Settings(
                ApiEndpoint.parse(url),
                new TlsTrust.Fingerprint(fingerprint),
                Credentials.ApiToken.parse(token),
                "proxmox-guests",
                new RetryPolicy(1, Duration.ZERO, RandomGenerator.getDefault(), pause -> {}),
                InstantSource.system()));
    }

    NodeStorage storage(String id) {
        return new NodeStorage(tasks, "pve1", id);
    }

    /** Makes a backup and gives its volume as the log of the task tells it. */
    VolumeId backUp(int vmid, String storage, String notes) {
        Task task = tasks.begin(ApiRequest.post(ApiPath.of("nodes", "pve1", "vzdump"))
                .with("vmid", vmid)
                .with("storage", storage)
                .with("compress", "zstd")
                .with("remove", false)
                .with("notes-template", Optional.of(notes).filter(text -> !text.isEmpty())));
        task.await(PATIENCE);
        return BackupLog.read(task.log()).volume(new VmId(vmid), storage).orElseThrow();
    }

    @Override
    public void close() throws IOException {
        timing.close();
        client.close();
        proxmox.close();
    }
}
