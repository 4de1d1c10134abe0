package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.task.Tasks;
import io.jenkins.plugins.proxmox.core.task.Timing;

/** What all objects of the model share. */
record Site(ApiClient client, Tasks tasks, Differences differences) {
    static Site of(ApiClient client, Timing timing) {
        Tasks tasks = new Tasks(client, timing);
        return new Site(client, tasks, new Differences(client, timing));
    }

    Reply get(ApiPath path) {
        return client.get(path);
    }

    Reply call(ApiRequest request) {
        return client.call(request);
    }

    Task begin(ApiRequest request) {
        return tasks.begin(request);
    }
}
