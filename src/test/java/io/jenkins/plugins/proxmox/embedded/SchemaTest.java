package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.embedded.schema.ApiSchema;
import org.junit.jupiter.api.Test;

class SchemaTest {
    @Test
    void tablesDifferByVersion() {
        assertThat(calls(PveVersion.V7)).isLessThan(calls(PveVersion.V8));
        assertThat(hasParameter(PveVersion.V7, "ciupgrade")).isFalse();
        assertThat(hasParameter(PveVersion.V8, "ciupgrade")).isTrue();
        assertThat(hasParameter(PveVersion.V8, "allow-ksm")).isFalse();
        assertThat(hasParameter(PveVersion.V9, "allow-ksm")).isTrue();
    }

    private static int calls(PveVersion version) {
        return ApiSchema.of(version).endpoints().size();
    }

    private static boolean hasParameter(PveVersion version, String name) {
        return ApiSchema.of(version).endpoints().stream()
                .filter(endpoint -> endpoint.method().equals("PUT")
                        && endpoint.template().equals("/nodes/{node}/qemu/{vmid}/config"))
                .anyMatch(endpoint -> endpoint.parameter(name).isPresent());
    }
}
