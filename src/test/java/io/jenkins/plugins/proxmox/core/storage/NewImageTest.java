package io.jenkins.plugins.proxmox.core.storage;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewImageTest {
    private static final VmId WEB = new VmId(101);

    @ParameterizedTest
    @CsvSource(textBlock = """
        vm-101-disk-1,           10G,   raw
        vm-101-disk-1,           10G,
        vm-101-disk-1.qcow2,     1K,    qcow2
        vm-101-disk-1.qcow2,     512M,
        subvol-101-disk-1,       0,     subvol
        data_of+web.raw,         8T,    raw
        """)
    void isWhatStoragesTake(String name, String size, String format) {
        assertThat(new NewImage(WEB, name, DataSize.parse(size), Optional.ofNullable(format))
                        .parameters()
                        .isEmpty())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        ""                   | 1G    |       | name   | '' is no name of a disk; expected are letters
        images/x             | 1G    |       | name   | 'images/x' is no name of a disk
        ../x                 | 1G    |       | name   | '../x' is no name of a disk
        vm-101 disk          | 1G    |       | name   | 'vm-101 disk' is no name of a disk
        vm-102-disk-1        | 1G    |       | name   | 'vm-102-disk-1' would be a disk of another guest; expected is one of 101
        vm-101-disk-1        | 0     |       | size   | '0' is no size of a disk
        vm-101-disk-1        | 0     | raw   | size   | '0' is no size of a disk
        vm-101-disk-1        | 1025  |       | size   | '1025' is no size of a disk; expected are whole KiB
        vm-101-disk-1        | 1G    | qcow  | format | 'qcow' is no format of a disk; expected is one of raw, qcow2
        vm-101-disk-1.qcow2  | 1G    | raw   | format | does not go with the name 'vm-101-disk-1.qcow2'; expected is qcow2
        """)
    void refusesTheRest(String name, String size, String format, String parameter, String message) {
        assertRefused(
                parameter, () -> new NewImage(WEB, name, DataSize.parse(size), Optional.ofNullable(format)), message);
    }

    @Test
    void leavesOutTheFormatIfNothingIsSaid() {
        assertThat(new NewImage(WEB, "vm-101-disk-1", DataSize.ofGiB(1), Optional.empty()).parameters())
                .hasToString("[vmid, filename, size]");
    }
}
