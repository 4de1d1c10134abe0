package io.jenkins.plugins.proxmox.core.value;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a disk or CD-ROM drive is attached to a VM; ordered as Proxmox looks through them, by bus and number.
 *
 * @param number 0 up to the last one of the bus
 */
public record DiskId(Bus bus, int number) implements VolumeKey, Comparable<DiskId> {
    private static final Comparator<DiskId> ORDER =
            Comparator.comparing(DiskId::bus).thenComparing(DiskId::number);

    /** What a disk is attached to. */
    public enum Bus {
        /** ide0 to ide3. */
        IDE(3),
        /** scsi0 to scsi30. */
        SCSI(30),
        /** virtio0 to virtio15. */
        VIRTIO(15),
        /** sata0 to sata5. */
        SATA(5),
        /** efidisk0, which keeps the variables of UEFI. */
        EFIDISK(0),
        /** tpmstate0, which keeps the state of a TPM. */
        TPMSTATE(0);

        private final int last;

        Bus(int last) {
            this.last = last;
        }

        /** How the configuration calls it, without a number: {@code scsi}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        private String range() {
            return last == 0 ? text() + "0" : text() + "0-" + last;
        }
    }

    /**
     * @throws ProxmoxException with {@link Problem.Parameter} if the bus has no such number
     */
    public DiskId {
        if (number < 0 || number > bus.last) {
            throw refuse(bus.text() + number);
        }
    }

    /**
     * Reads {@code scsi0}.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if the text names no disk of a VM
     */
    public static DiskId parse(String text) {
        String trimmed = text.trim();
        return find(trimmed).orElseThrow(() -> refuse(trimmed));
    }

    /** The disk that an option of a VM's configuration is; absent if it is none. */
    public static Optional<DiskId> find(String key) {
        return Arrays.stream(Bus.values())
                .filter(bus -> key.startsWith(bus.text()))
                .flatMap(bus ->
                        Numbers.after(bus.text(), bus.last, key).stream().mapToObj(number -> new DiskId(bus, number)))
                .findFirst();
    }

    private static ProxmoxException refuse(String text) {
        return ProxmoxException.invalid(
                "disk",
                "'" + text + "' is no disk of a VM; expected is one of "
                        + Arrays.stream(Bus.values()).map(Bus::range).collect(Collectors.joining(", ")));
    }

    @Override
    public String text() {
        return bus.text() + number;
    }

    @Override
    public int compareTo(DiskId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return text();
    }
}
