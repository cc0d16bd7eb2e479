package io.tidemark.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The sources of every module, parsed and not compiled.
 *
 * @param root  the project's folder
 * @param files all of them, main and test
 * @param docs  reads their documentation comments and positions
 */
record SourceTree(Path root, List<SourceFile> files, DocTrees docs) {
    private static final SourceTree PROJECT = read(findRoot());

    /**
     * One source file.
     *
     * @param path   relative to the project's folder, with {@code /}
     * @param module the folder of its module
     * @param test   whether it stands under {@code src/test}
     * @param text   what it says
     * @param tree   its parsed form
     */
    record SourceFile(String path, String module, boolean test, String text, CompilationUnitTree tree) {
        String fileName() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        String packageName() {
            return String.valueOf(tree.getPackageName());
        }
    }

    /** This project's. */
    static SourceTree project() {
        return PROJECT;
    }

    Stream<SourceFile> main() {
        return files.stream().filter(file -> !file.test());
    }

    Stream<SourceFile> tests() {
        return files.stream().filter(SourceFile::test);
    }

    /** A test may be started in the module's folder or in the project's. */
    private static Path findRoot() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("not started within the project: no folder .mvn here or above");
            }
        }
        return folder;
    }

    private static SourceTree read(Path root) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            List<Path> paths = paths(root);
            JavacTask task = (JavacTask) compiler.getTask(null, manager, null, List.of("-proc:none"), null,
                    manager.getJavaFileObjectsFromPaths(paths));
            List<SourceFile> files = new ArrayList<>();
            for (CompilationUnitTree tree : task.parse()) {
                Path path = root.relativize(Path.of(tree.getSourceFile().toUri()));
                files.add(new SourceFile(path.toString().replace('\\', '/'), path.getName(0).toString(),
                        path.startsWith(path.getName(0).resolve("src/test")),
                        tree.getSourceFile().getCharContent(true).toString(), tree));
            }
            return new SourceTree(root, List.copyOf(files), DocTrees.instance(task));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> paths(Path root) throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.filter(folder -> Files.exists(folder.resolve("pom.xml"))).sorted().toList()) {
                Path sources = module.resolve("src");
                if (Files.isDirectory(sources)) {
                    try (Stream<Path> walk = Files.walk(sources)) {
                        walk.filter(path -> path.toString().endsWith(".java")).sorted().forEach(all::add);
                    }
                }
            }
        }
        return all;
    }
}
