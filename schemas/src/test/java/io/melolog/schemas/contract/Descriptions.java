package io.melolog.schemas.contract;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The Javadoc of the records, read from their sources, so that schemas say what the code says. */
final class Descriptions {
    private static final Path SOURCES = Path.of("src", "main", "java");

    private final Map<String, String> texts = new HashMap<>();

    Descriptions() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (Stream<Path> walk = Files.walk(SOURCES);
                var files = compiler.getStandardFileManager(null, null, null)) {
            List<Path> sources =
                    walk.filter(file -> file.toString().endsWith(".java")).toList();
            var task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
            DocTrees docs = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new Reader(docs).scan(unit, "");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a type, or null where its Javadoc says nothing. */
    @Nullable
    String of(Class<?> type) {
        return texts.get(simpleName(type));
    }

    /** Of a record's component: its {@code @param}, else what the Javadoc of the interface's accessor says. */
    @Nullable
    String of(Class<?> record, String component) {
        String own = texts.get(simpleName(record) + "#" + component);
        if (own != null) {
            return own;
        }
        for (Class<?> parent : record.getInterfaces()) {
            String inherited = of(parent, component);
            if (inherited != null) {
                return inherited;
            }
        }
        return null;
    }

    /** {@code JobEvent.Planned} for a nested record. */
    static String simpleName(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null ? type.getSimpleName() : simpleName(outer) + "." + type.getSimpleName();
    }

    private final class Reader extends TreePathScanner<@Nullable Void, String> {
        private final DocTrees docs;

        Reader(DocTrees docs) {
            this.docs = docs;
        }

        @Override
        public @Nullable Void visitClass(ClassTree tree, String outer) {
            String name = outer + tree.getSimpleName();
            DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
            if (comment != null) {
                put(name, comment.getFullBody());
                for (DocTree tag : comment.getBlockTags()) {
                    if (tag instanceof ParamTree param) {
                        put(name + "#" + param.getName(), param.getDescription());
                    }
                }
            }
            return super.visitClass(tree, name + ".");
        }

        @Override
        public @Nullable Void visitMethod(MethodTree tree, String outer) {
            DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
            if (comment != null && tree.getParameters().isEmpty()) {
                put(outer.substring(0, outer.length() - 1) + "#" + tree.getName(), comment.getFullBody());
            }
            return null;
        }

        private void put(String name, List<? extends DocTree> text) {
            String plain = text.stream().map(Descriptions::plain).collect(Collectors.joining());
            String line = plain.replaceAll("\\s+", " ").strip();
            if (!line.isEmpty()) {
                texts.put(name, line.substring(0, 1).toUpperCase(Locale.ROOT) + line.substring(1));
            }
        }
    }

    private static String plain(DocTree tree) {
        return switch (tree) {
            case LiteralTree literal -> literal.getBody().getBody();
            case LinkTree link ->
                link.getLabel().isEmpty()
                        ? link.getReference().getSignature().replace('#', '.')
                        : link.getLabel().stream().map(Descriptions::plain).collect(Collectors.joining());
            case DocTree other when other.getKind() == DocTree.Kind.START_ELEMENT -> " ";
            case DocTree other when other.getKind() == DocTree.Kind.END_ELEMENT -> "";
            default -> tree.toString();
        };
    }
}
