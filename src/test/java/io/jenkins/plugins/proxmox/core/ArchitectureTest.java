package io.jenkins.plugins.proxmox.core;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.jenkins.plugins.proxmox.core.task.PooledTiming;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String CORE = "io.jenkins.plugins.proxmox.core";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages(CORE);

    @Test
    void everyPackageIsLookedAt() {
        assertThat(CLASSES.stream().map(c -> c.getPackageName().substring(CORE.length())))
                .contains(
                        ".api",
                        ".value",
                        ".config",
                        ".task",
                        ".network",
                        ".storage",
                        ".console",
                        ".guestagent",
                        ".guest",
                        ".placement",
                        ".ownership",
                        ".policy",
                        ".operation");
    }

    @Test
    void theCoreIsFreeOfJenkins() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("hudson..", "jenkins..", "org.jenkinsci..", "org.kohsuke..")
                .check(CLASSES);
    }

    @Test
    void theCoreDependsOnNothingElseOfThePlugin() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("io.jenkins.plugins..").and(resideOutsideOfPackage(CORE + "..")))
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(CORE + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void dependenciesPointDownwardsOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("operation")
                .definedBy(CORE + ".operation..")
                .layer("placement")
                .definedBy(CORE + ".placement..")
                .layer("ownership")
                .definedBy(CORE + ".ownership..")
                .layer("policy")
                .definedBy(CORE + ".policy..")
                .layer("guest")
                .definedBy(CORE + ".guest..")
                .layer("guestagent")
                .definedBy(CORE + ".guestagent..")
                .layer("console")
                .definedBy(CORE + ".console..")
                .layer("storage")
                .definedBy(CORE + ".storage..")
                .layer("network")
                .definedBy(CORE + ".network..")
                .layer("task")
                .definedBy(CORE + ".task..")
                .layer("config")
                .definedBy(CORE + ".config..")
                .layer("value")
                .definedBy(CORE + ".value..")
                .layer("api")
                .definedBy(CORE + ".api..")
                .whereLayer("operation")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("placement")
                .mayOnlyAccessLayers("guest", "storage", "network", "config", "value", "api")
                .whereLayer("guest")
                .mayOnlyAccessLayers("guestagent", "console", "storage", "network", "config", "task", "value", "api")
                .whereLayer("ownership")
                .mayOnlyAccessLayers("guest", "config", "value", "api")
                .whereLayer("policy")
                .mayOnlyAccessLayers("value", "api")
                .whereLayer("guestagent")
                .mayOnlyAccessLayers("network", "task", "api")
                .whereLayer("console")
                .mayOnlyAccessLayers("task", "value", "api")
                .whereLayer("storage")
                .mayOnlyAccessLayers("task", "value", "api")
                .whereLayer("network")
                .mayOnlyAccessLayers("config", "value", "api")
                .whereLayer("task")
                .mayOnlyAccessLayers("value", "api")
                .whereLayer("config")
                .mayOnlyAccessLayers("value", "api")
                .whereLayer("value")
                .mayOnlyAccessLayers("api")
                .whereLayer("api")
                .mayNotAccessAnyLayer()
                .check(CLASSES);
    }

    @Test
    void onlyTheWireKnowsHttp() {
        noClasses()
                .that()
                .resideOutsideOfPackage(CORE + ".api..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.hc..")
                .check(CLASSES);
    }

    @Test
    void onlyRealTimeReadsTheClockSoThatTestsNeedNotWait() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(PooledTiming.class)
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(CLASSES);
    }
}
