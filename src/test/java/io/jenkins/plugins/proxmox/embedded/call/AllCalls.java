package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.state.GuestKind;

/** All calls that the embedded Proxmox VE answers. */
public final class AllCalls {
    private AllCalls() {}

    public static Routes routes(Services services) {
        Routes routes = new Routes();
        new AccessCalls(services).register(routes);
        new ClusterCalls(services).register(routes);
        new ResourceCalls(services).register(routes);
        new PoolCalls(services).register(routes);
        new TaskCalls(services).register(routes);
        new TaskListCalls(services).register(routes);
        new StorageCalls(services).register(routes);
        new VolumeCalls(services).register(routes);
        new AllocateCalls(services).register(routes);
        new BackupCalls(services).register(routes);
        new PruneCalls(services).register(routes);
        new BackupConfigCalls(services).register(routes);
        new HistoryCalls(services).register(routes);
        for (GuestKind kind : GuestKind.values()) {
            registerGuests(services, kind, routes);
        }
        new MachineCreateCalls(services).register(routes);
        registerMachinePower(services, routes);
        new MachineCloneCalls(services).register(routes);
        new MoveDiskCalls(services).register(routes);
        new CloudInitCalls(services).register(routes);
        AgentCalls agents = new AgentCalls(services);
        agents.register(routes);
        new AgentExecCalls(services, agents).register(routes);
        new AgentFileCalls(services, agents).register(routes);
        new ContainerCreateCalls(services).register(routes);
        new ContainerPowerCalls(services).register(routes);
        new ContainerCloneCalls(services).register(routes);
        new MoveVolumeCalls(services).register(routes);
        new ContainerNetworkCalls(services).register(routes);
        return routes;
    }

    private static void registerMachinePower(Services services, Routes routes) {
        MachinePower power = new MachinePower(services);
        MachineStartCalls starts = new MachineStartCalls(services, power);
        starts.register(routes);
        new MachineShutdownCalls(services, power, starts).register(routes);
        new MachineSuspendCalls(services, power).register(routes);
    }

    private static void registerGuests(Services services, GuestKind kind, Routes routes) {
        ConfigCalls configs = new ConfigCalls(services, kind);
        configs.register(routes);
        new GuestCalls(services, kind).register(routes);
        new SnapshotCalls(services, kind, configs).register(routes);
        new RollbackCalls(services, kind).register(routes);
        new FeatureCalls(services, kind).register(routes);
        new DestroyCalls(services, kind).register(routes);
        new TemplateCalls(services, kind).register(routes);
        new ResizeCalls(services, kind).register(routes);
        new MigrateCalls(services, kind).register(routes);
        new ConsoleCalls(services, kind).register(routes);
    }
}
