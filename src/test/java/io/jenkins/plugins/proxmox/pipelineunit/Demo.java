package io.jenkins.plugins.proxmox.pipelineunit;

import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.api.ApiEndpoint;
import io.jenkins.plugins.proxmox.core.api.Credentials;
import io.jenkins.plugins.proxmox.core.api.TlsTrust;
import io.jenkins.plugins.proxmox.core.operation.OperationRunner;
import io.jenkins.plugins.proxmox.core.task.PooledTiming;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.RealShell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** {@code ./demo [Jenkinsfile]}: runs a Jenkinsfile against the embedded Proxmox VE, everything on the terminal. */
public final class Demo {
    /** Tasks take so much longer than in tests that one can watch them. */
    private static final double PACE = 20;

    private Demo() {}

    public static void main(String[] arguments) throws IOException {
        Path jenkinsfile = Path.of(arguments[0]);
        if (!Files.isReadable(jenkinsfile)) {
            System.err.println("There is no Jenkinsfile " + jenkinsfile);
            System.exit(2);
        }
        System.exit(run(jenkinsfile) ? 0 : 1);
    }

    private static boolean run(Path jenkinsfile) throws IOException {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.builder().pace(PACE).start();
                PooledTiming timing = new PooledTiming(4, "demo");
                ApiClient client = new ApiClient(new ApiClient.Settings(
                        ApiEndpoint.parse(proxmox.url().toString()),
                        new TlsTrust.Fingerprint(proxmox.fingerprint()),
                        Credentials.ApiToken.parse(proxmox.token())))) {
            System.out.println("The embedded Proxmox VE listens at " + proxmox.url());
            System.out.println("Running " + jenkinsfile);
            PipelineUnit pipeline = new PipelineUnit(new OperationRunner(client, timing), System.out::println);
            if (isExample(jenkinsfile)) {
                runForReal(proxmox, pipeline, jenkinsfile);
            } else {
                pipeline.run(jenkinsfile, Map.of());
            }
            System.out.println("Finished: SUCCESS");
            return true;
        } catch (RuntimeException e) {
            System.out.println("ERROR: " + e.getMessage());
            System.out.println("Finished: FAILURE");
            return false;
        }
    }

    /** What our own examples run inside of guests does no harm here; who knows what others do. */
    private static boolean isExample(Path jenkinsfile) throws IOException {
        return jenkinsfile.toRealPath().getParent().endsWith(Path.of("docs", "examples"));
    }

    private static void runForReal(EmbeddedProxmox proxmox, PipelineUnit pipeline, Path jenkinsfile)
            throws IOException {
        Path folder = Files.createTempDirectory("proxmox-demo");
        try (RealShell shell = RealShell.in(proxmox.cluster().guest(101).orElseThrow(), folder)) {
            pipeline.run(jenkinsfile, Map.of("FOLDER", folder.toString()));
            for (Path file : shell.files()) {
                Files.delete(file);
            }
            Files.delete(folder);
        }
    }
}
