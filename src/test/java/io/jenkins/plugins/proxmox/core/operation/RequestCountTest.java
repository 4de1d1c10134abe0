package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.RecordedRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the operations cost Proxmox VE apart from looking at their tasks, which depends on how long these take. */
class RequestCountTest {
    private static final OperationOptions QUIET = new OperationOptions(Duration.ofMinutes(1), true, true, false);

    @Test
    void noOperationAsksMoreThanItHasTo() throws IOException {
        Map<String, Integer> counts = new LinkedHashMap<>();
        try (Lab lab = Lab.start()) {
            CloneRequest clone =
                    new CloneRequest("9000").name("ci-1").vmid(555).cores(2).start(true);
            counts.put("clone, configure, start", count(lab, new CloneGuest(clone)));
            CloneRequest shaped = new CloneRequest("9000")
                    .vmid(556)
                    .bootDisk("5G")
                    .vlan(7)
                    .ipv4("192.0.2.5/24")
                    .cores(2)
                    .start(true);
            counts.put("the same with disk and network", count(lab, new CloneGuest(shaped)));
            counts.put("snapshot", count(lab, new TakeSnapshot("555", "clean", null, false)));
            counts.put("rollback", count(lab, new RollBack("555", "clean", false)));
            counts.put("power", count(lab, new ChangePower("555", PowerAction.START, null)));
            counts.put(
                    "backup", count(lab, new BackUp(new BackupRequest(List.of("555"), null, null).storage("local"))));
            counts.put("destroy", count(lab, new DestroyGuest("555", true, true)));
        }
        System.out.println("requests without looks at tasks: " + counts);
        assertThat(counts)
                .containsExactly(
                        Map.entry("clone, configure, start", 8),
                        Map.entry("the same with disk and network", 11),
                        Map.entry("snapshot", 5),
                        Map.entry("rollback", 6),
                        Map.entry("power", 4),
                        Map.entry("backup", 7),
                        Map.entry("destroy", 8));
    }

    private static int count(Lab lab, Operation<?> operation) {
        EmbeddedProxmox proxmox = lab.proxmox;
        proxmox.requests().clear();
        Lab.result(lab.begin(operation, QUIET));
        List<String> requests = proxmox.requests().all().stream()
                .filter(request ->
                        !request.path().endsWith("/status") || !request.path().contains("/tasks/"))
                .map(RequestCountTest::text)
                .toList();
        System.out.println(operation.kind() + ": " + requests);
        return requests.size();
    }

    private static String text(RecordedRequest request) {
        return request.method() + " " + request.path();
    }
}
