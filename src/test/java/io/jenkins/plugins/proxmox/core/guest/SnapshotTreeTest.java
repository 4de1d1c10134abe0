package io.jenkins.plugins.proxmox.core.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Replies;
import org.junit.jupiter.api.Test;

class SnapshotTreeTest {
    private static final String FORKED = """
            [{"name": "current", "parent": "b2", "description": "You are here!", "running": 0},
             {"name": "b1", "parent": "a", "snaptime": 1763800100},
             {"name": "c", "parent": "b2", "snaptime": "1763800300"},
             {"name": "a", "snaptime": 1763800000},
             {"name": "b2", "parent": "a", "snaptime": 1763800200}]
            """;

    @Test
    void findsTheTreeInAListWithoutOrder() {
        SnapshotTree tree = SnapshotTree.of(Replies.of(FORKED));

        assertThat(tree.roots()).singleElement().satisfies(a -> {
            assertThat(a.snapshot().name()).isEqualTo("a");
            assertThat(a.children()).extracting(b -> b.snapshot().name()).containsExactly("b1", "b2");
            assertThat(a.children().get(1).children())
                    .extracting(c -> c.snapshot().name())
                    .containsExactly("c");
        });
    }

    @Test
    void tellsWhatTheGuestOfNowBuildsOn() {
        SnapshotTree tree = SnapshotTree.of(Replies.of(FORKED));

        assertThat(tree.current()).contains("b2");
        assertThat(tree.line()).extracting(Snapshot::name).containsExactly("a", "b2");
    }

    @Test
    void keepsTheChildrenOfAParentThatIsNotListed() {
        SnapshotTree tree = SnapshotTree.of(Replies.of("""
                [{"name": "b", "parent": "gone", "snaptime": 1763800100}, {"name": "current", "parent": "b"}]
                """));

        assertThat(tree.roots()).extracting(b -> b.snapshot().name()).containsExactly("b");
    }

    @Test
    void isEmptyWithoutSnapshots() {
        SnapshotTree tree = SnapshotTree.of(Replies.of("[{\"name\": \"current\", \"digest\": \"0\"}]"));

        assertThat(tree.roots()).isEmpty();
        assertThat(tree.current()).isEmpty();
        assertThat(tree.line()).isEmpty();
    }
}
