package io.jenkins.plugins.proxmox.core.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/library.md shows what runs, and all of it. */
class LibraryDocumentTest {
    private static final Path DOCUMENT = Path.of("docs", "library.md");
    private static final Path EXAMPLES = Path.of("src/test/java/io/jenkins/plugins/proxmox/core/library");
    private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern EXAMPLE = Pattern.compile("\\n *// example\\n(.*?)\\n *// end\\n", Pattern.DOTALL);

    @Test
    void theDocumentShowsTheExamplesThatRun() throws IOException {
        List<String> shown = find(BLOCK, Files.readString(DOCUMENT));
        List<String> run;
        try (Stream<Path> files = Files.list(EXAMPLES).sorted()) {
            run = files.flatMap(file -> find(EXAMPLE, read(file)).stream()).toList();
        }

        assertThat(run).hasSizeGreaterThan(20);
        assertThat(shown).containsExactlyInAnyOrderElementsOf(run);
    }

    private static List<String> find(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1).stripIndent().strip())
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
