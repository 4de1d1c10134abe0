package io.jenkins.plugins.proxmox.cloud;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class CloudArchitectureTest {
    private static final String PLUGIN = "io.jenkins.plugins.proxmox";
    private static final String CLOUD = PLUGIN + ".cloud";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages(PLUGIN);

    @Test
    void packagesHaveNoCycles() {
        slices().matching(PLUGIN + ".(*)..").should().beFreeOfCycles().check(CLASSES);
        slices().matching(CLOUD + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void dependenciesPointDownwardsOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("cloud")
                .definedBy(CLOUD)
                .layer("pipeline")
                .definedBy(CLOUD + ".pipeline..")
                .layer("sweep")
                .definedBy(CLOUD + ".sweep..")
                .layer("demand")
                .definedBy(CLOUD + ".demand..")
                .layer("agent")
                .definedBy(CLOUD + ".agent..")
                .layer("settings")
                .definedBy(CLOUD + ".settings..")
                .layer("connector")
                .definedBy(CLOUD + ".connector..")
                .whereLayer("cloud")
                .mayOnlyAccessLayers("demand", "agent", "settings")
                .whereLayer("pipeline")
                .mayOnlyAccessLayers("demand", "agent", "settings")
                .whereLayer("sweep")
                .mayOnlyAccessLayers("agent", "settings")
                .whereLayer("demand")
                .mayOnlyAccessLayers("agent", "settings")
                .whereLayer("agent")
                .mayOnlyAccessLayers("settings", "connector")
                .whereLayer("settings")
                .mayOnlyAccessLayers("connector")
                .whereLayer("connector")
                .mayNotAccessAnyLayer()
                .whereLayer("cloud")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("pipeline")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("sweep")
                .mayNotBeAccessedByAnyLayer()
                .check(CLASSES);
    }
}
