package io.jenkins.plugins.proxmox.cloud.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.file.FileSystemFactory;
import org.apache.sshd.common.file.nativefs.NativeFileSystemFactory;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** The SSH server of a machine: commands and files. */
final class GuestSshServer {
    private static final int THREADS = 2;

    private final SshServer server = SshServer.setUpDefaultServer();

    /**
     * @param userKeys those that may come in, under any name
     * @param root of the files, if it is not that of this machine
     */
    GuestSshServer(
            List<SshKey> hostKeys, Supplier<List<PublicKey>> userKeys, GuestProcesses processes, Optional<Path> root) {
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(
                KeyPairProvider.wrap(hostKeys.stream().map(SshKey::pair).toList()));
        server.setPublickeyAuthenticator(
                (user, key, session) -> userKeys.get().stream().anyMatch(known -> KeyUtils.compareKeys(known, key)));
        server.setCommandFactory((channel, command) -> new GuestSshCommand(processes, command));
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        server.setFileSystemFactory(
                root.<FileSystemFactory>map(VirtualFileSystemFactory::new).orElse(NativeFileSystemFactory.INSTANCE));
        CoreModuleProperties.NIO_WORKERS.set(server, THREADS);
        CoreModuleProperties.TCP_NODELAY.set(server, true);
    }

    /** @return the port of 127.0.0.1 */
    int start() throws IOException {
        server.start();
        return server.getPort();
    }

    void stop() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
