package io.jenkins.plugins.proxmox.cloud;

import hudson.model.Computer;
import hudson.model.Executor;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.sweep.Sweeper;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.fault.CallFaultOrder;
import io.jenkins.plugins.proxmox.embedded.fault.TaskFaultOrder;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.resourcedisposer.AsyncResourceDisposer;

/** Lets one thing or another go wrong, by chance. */
final class SoakFaults {
    /** What may go wrong at a time. */
    private interface Mishap {
        /** Whether there was anything that could go wrong. */
        boolean happens() throws Exception;
    }

    private static final int AHEAD = 25;

    /** So often a guest must have been seen with a lock. */
    private static final int LOOKS = 4;

    private final SoakLab lab;
    private final Random random;
    private final Map<String, Mishap> mishaps = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<String, Integer> locked = new HashMap<>();

    SoakFaults(SoakLab lab, Random random) {
        this.lab = lab;
        this.random = random;
        calls();
        tasks();
        mishaps.put("guest stopped", () -> guest(EmbeddedGuest::stopped));
        mishaps.put("guest destroyed", () -> guest(it -> lab.proxmox.cluster().removeGuest(it.vmid())));
        mishaps.put("connection of agent lost", () -> agent(it -> InProcessConnector.drop(it.getNodeName())));
        mishaps.put("node removed by hand", () -> agent(it -> Jenkins.get().removeNode(it)));
        mishaps.put("build aborted", this::abort);
        mishaps.put("template edited", this::edit);
        mishaps.put("time passed", () -> {
            lab.pass(Duration.ofMinutes(1 + random.nextInt(6)));
            return true;
        });
    }

    private void calls() {
        call("595 before", it -> it.answer(595, "No route to host"));
        call("596 after", it -> it.answerAfterEffect(596, "Connection timed out"));
        call("500 before", it -> it.answer(500, "got timeout"));
        call("dropped before", CallFaultOrder::dropBeforeEffect);
        call("dropped after", CallFaultOrder::dropAfterEffect);
        call("slow answer", it -> it.delayAfterEffect(Duration.ofMillis(500)));
    }

    private void call(String name, Consumer<CallFaultOrder> fault) {
        mishaps.put("call: " + name, () -> {
            String method = random.nextInt(3) == 0 ? "*" : random.nextBoolean() ? "POST" : "DELETE";
            fault.accept(lab.proxmox.faults().call(method, "/**").after(random.nextInt(AHEAD)));
            return true;
        });
    }

    private void tasks() {
        task("qmclone", "fails", it -> it.fails("clone failed: no space left on device"));
        task("qmclone", "vanishes", TaskFaultOrder::vanishes);
        task("qmclone", "hangs", TaskFaultOrder::hangs);
        task("qmclone", "dies", TaskFaultOrder::dies);
        task("qmstart", "fails", it -> it.fails("start failed: QEMU exited with code 1"));
        task("qmstop", "fails", it -> it.fails("VM quit/powerdown failed"));
        task("qmdestroy", "fails", it -> it.fails("unable to remove volume"));
        task("qmdestroy", "vanishes", TaskFaultOrder::vanishes);
    }

    private void task(String type, String name, Consumer<TaskFaultOrder> fault) {
        mishaps.put("task: " + type + " " + name, () -> {
            fault.accept(lab.proxmox.faults().task(type).after(random.nextInt(3)));
            return true;
        });
    }

    /** One of those that are on, and not in the hands of a task. */
    private boolean guest(Consumer<EmbeddedGuest> fault) {
        Optional<EmbeddedGuest> guest = any(lab.guests().stream()
                .filter(it -> it.status().equals("running") && it.lock().isEmpty())
                .toList());
        guest.ifPresent(fault);
        return guest.isPresent();
    }

    private interface AgentFault {
        void befall(ProxmoxAgent agent) throws IOException;
    }

    private boolean agent(AgentFault fault) throws IOException {
        Optional<ProxmoxAgent> agent = any(AgentFleet.agents());
        if (agent.isPresent()) {
            fault.befall(agent.get());
        }
        return agent.isPresent();
    }

    private boolean abort() {
        Optional<Executor> executor = any(Arrays.stream(Jenkins.get().getComputers())
                .map(Computer::getExecutors)
                .flatMap(List::stream)
                .filter(Executor::isBusy)
                .toList());
        executor.ifPresent(Executor::interrupt);
        return executor.isPresent();
    }

    private boolean edit() throws IOException {
        LifeLab.cloud().setTemplates(AgentSoakTest.templates(512 + 256 * random.nextInt(3)));
        Jenkins.get().save();
        return true;
    }

    private <T> Optional<T> any(List<T> all) {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    void happen() throws Exception {
        String name = any(List.copyOf(mishaps.keySet())).orElseThrow();
        if (mishaps.get(name).happens()) {
            counted(name);
        }
    }

    /** What a clone that was killed has left bears no mark yet and only root can unlock it: people remove it. */
    private void removeLocked() {
        List<EmbeddedGuest> now =
                lab.guests().stream().filter(it -> it.lock().isPresent()).toList();
        locked.keySet().retainAll(now.stream().map(EmbeddedGuest::name).toList());
        for (EmbeddedGuest guest : now) {
            if (locked.merge(guest.name(), 1, Integer::sum) > LOOKS) {
                lab.proxmox.cluster().removeGuest(guest.vmid());
            }
        }
    }

    int total() {
        return counts().values().stream().mapToInt(Integer::intValue).sum();
    }

    void counted(String name) {
        synchronized (counts) {
            counts.merge(name, 1, Integer::sum);
        }
    }

    Map<String, Integer> counts() {
        synchronized (counts) {
            return new TreeMap<>(counts);
        }
    }

    /** What Jenkins does once a minute, and an administrator who does not wait for what is left alone after failures. */
    void lookAfter() {
        LifeLab.check();
        AsyncResourceDisposer.get().reschedule();
        SoakLab.TEMPLATES.forEach(template -> AgentFleet.get()
                .breakers()
                .of(LifeLab.cloud().getId(), template)
                .reset());
        removeLocked();
        Sweeper.get().sweep();
    }
}
