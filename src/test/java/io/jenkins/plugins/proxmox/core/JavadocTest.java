package io.jenkins.plugins.proxmox.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** The core is a library: whoever uses it reads its documentation, not its code. */
class JavadocTest {
    private static final Path SOURCES = Path.of("src/main/java/io/jenkins/plugins/proxmox/core");

    @Test
    void everythingPublicIsDocumented() throws IOException {
        assertThat(undocumented(sources())).isEmpty();
    }

    @Test
    void everyPackageIsDocumented() throws IOException {
        try (Stream<Path> folders = Files.walk(SOURCES).filter(Files::isDirectory)) {
            assertThat(folders)
                    .allSatisfy(folder -> assertThat(folder.resolve("package-info.java"))
                            .content()
                            .startsWith("/**"));
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .toList();
        }
    }

    private static List<String> undocumented(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            Finder finder = new Finder(DocTrees.instance(task));
            for (CompilationUnitTree unit : task.parse()) {
                finder.scan(unit, null);
            }
            assertThat(finder.documented).as("what was looked at").isGreaterThan(100);
            return finder.missing;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Looks at the text only, so nothing has to be compiled. */
    private static final class Finder extends TreePathScanner<Void, Void> {
        private final DocTrees comments;
        private final List<String> missing = new ArrayList<>();
        private int documented;

        Finder(DocTrees comments) {
            this.comments = comments;
        }

        @Override
        public Void visitClass(ClassTree type, Void unused) {
            if (!isVisible(type.getModifiers())) {
                // Nobody sees what is in it either.
                return null;
            }
            check(type.getSimpleName().toString());
            return super.visitClass(type, unused);
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            boolean overrides = method.getModifiers().getAnnotations().stream()
                    .anyMatch(a -> a.getAnnotationType().toString().equals("Override"));
            // A compact constructor only checks; what it throws may be said, the record itself says the rest.
            boolean ofRecord = enclosing().getKind() == Tree.Kind.RECORD && method.getReturnType() == null;
            if (isVisible(method.getModifiers()) && !overrides && !ofRecord) {
                check(enclosing().getSimpleName() + "." + method.getName());
            }
            return null;
        }

        private ClassTree enclosing() {
            return (ClassTree) getCurrentPath().getParentPath().getLeaf();
        }

        private boolean isVisible(ModifiersTree modifiers) {
            Set<Modifier> flags = modifiers.getFlags();
            TreePath outside = getCurrentPath().getParentPath();
            boolean inInterface =
                    outside.getLeaf().getKind() == Tree.Kind.INTERFACE && !flags.contains(Modifier.PRIVATE);
            return inInterface || flags.contains(Modifier.PUBLIC) || flags.contains(Modifier.PROTECTED);
        }

        private void check(String what) {
            if (comments.getDocComment(getCurrentPath()) == null) {
                missing.add(what);
            } else {
                documented++;
            }
        }
    }
}
