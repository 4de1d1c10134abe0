package io.jenkins.plugins.proxmox.core.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Replies;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    @Test
    void isReadWithItsTimeParentAndMemory() {
        assertThat(Snapshot.of(Replies.of("""
            {"name":"clean","snaptime":1795356226,"vmstate":1,"parent":"base","description":"before\\n"}
            """)))
                .contains(new Snapshot(
                        "clean", "before", Optional.of(Instant.ofEpochSecond(1795356226)), Optional.of("base"), true));
    }

    @Test
    void isReadWithoutWhatAContainerDoesNotTell() {
        assertThat(Snapshot.of(Replies.of("{\"name\":\"clean\",\"snaptime\":\"1795356226\"}")))
                .contains(new Snapshot(
                        "clean", "", Optional.of(Instant.ofEpochSecond(1795356226)), Optional.empty(), false));
    }

    @Test
    void isReadInWhateverTypeItsFieldsCome() {
        Snapshot snapshot = Snapshot.of(Replies.of("""
            {"name":"clean","snaptime":null,"vmstate":"1","parent":null,"description":null,"snapstate":"prepare",
            "something":{"new":1}}
            """)).orElseThrow();
        assertThat(snapshot.ram()).isTrue();
        assertThat(snapshot.taken()).isEmpty();
        assertThat(snapshot.parent()).isEmpty();
        assertThat(snapshot.description()).isEmpty();
        assertThat(Snapshot.of(Replies.of("{}"))).isEmpty();
    }

    @Test
    void isNotThePresentState() {
        assertThat(Snapshot.of(Replies.of("""
            {"name":"current","description":"You are here!","running":0,"parent":"clean"}
            """))).isEmpty();
    }

    @Test
    void isToldInPlainValues() {
        Snapshot first = new Snapshot("clean", "", Optional.empty(), Optional.empty(), false);
        Snapshot second = new Snapshot(
                "later", "x", Optional.of(Instant.parse("2026-11-22T14:03:46Z")), Optional.of("clean"), true);
        assertThat(first.toMap())
                .containsEntry("name", "clean")
                .containsEntry("time", null)
                .containsEntry("parent", null)
                .containsEntry("ram", false);
        assertThat(second.toMap())
                .containsEntry("description", "x")
                .containsEntry("time", "2026-11-22T14:03:46Z")
                .containsEntry("parent", "clean")
                .containsEntry("ram", true);
    }
}
