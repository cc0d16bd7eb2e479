package io.tidemark.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import io.tidemark.architecture.SourceTree.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeKind;
import org.junit.jupiter.api.Test;

/** What only the text of the sources shows. */
class SourceRulesTest {
    private static final int MAX_FILE_LINES = 400;
    private static final int MAX_METHOD_LINES = 60;
    private static final int MIN_PROSE_CHARACTERS = 120;

    private static final Pattern UNFINISHED = Pattern
            .compile("\\b(TO" + "DO|FIX" + "ME|Unsupported" + "OperationException)\\b|@Dis" + "abled\\b");
    private static final Pattern SLEEP = Pattern.compile("Thread\\.sl" + "eep|TimeUnit\\.\\w+\\.sl" + "eep");
    private static final Pattern NO_SUBJECT = Pattern.compile(".*(Util|Utils|Helper|Helpers|Manager|Impl)\\.java");

    private final SourceTree sources = SourceTree.project();

    @Test
    void every_package_says_what_it_is_for() {
        Set<String> described = sources.files().stream().filter(file -> file.fileName().equals("package-info.java"))
                .filter(file -> proseOf(file).length() >= MIN_PROSE_CHARACTERS && file.text().contains("@NullMarked"))
                .map(SourceFile::packageName).collect(Collectors.toSet());

        assertThat(sources.files().stream().map(SourceFile::packageName).distinct())
                .as("packages without a package-info.java that is @NullMarked and has prose").isSubsetOf(described);
    }

    private String proseOf(SourceFile file) {
        String comment = sources.docs()
                .getDocComment(new TreePath(new TreePath(file.tree()), file.tree().getPackage()));
        return comment == null ? "" : comment.strip();
    }

    @Test
    void no_file_grows_beyond_its_room() {
        assertThat(sources.files().stream().filter(file -> file.text().lines().count() > MAX_FILE_LINES)
                .map(SourceFile::path)).as("files of more than %d lines", MAX_FILE_LINES).isEmpty();
    }

    @Test
    void no_method_is_too_long_to_read_at_once() {
        assertThat(found((file, path) -> path.getLeaf() instanceof MethodTree method
                && lines(file, method) > MAX_METHOD_LINES))
                .as("methods of more than %d lines", MAX_METHOD_LINES).isEmpty();
    }

    private long lines(SourceFile file, Tree tree) {
        var positions = sources.docs().getSourcePositions();
        var lines = file.tree().getLineMap();
        return lines.getLineNumber(positions.getEndPosition(file.tree(), tree))
                - lines.getLineNumber(positions.getStartPosition(file.tree(), tree)) + 1;
    }

    @Test
    void everything_public_is_documented() {
        assertThat(found((file, path) -> !file.test() && isPublic(path) && !isOverride(path)
                && sources.docs().getDocComment(path) == null)).as("public types and methods without documentation")
                .isEmpty();
    }

    private static boolean isOverride(TreePath path) {
        return path.getLeaf() instanceof MethodTree method && method.getModifiers().getAnnotations().stream()
                .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
    }

    /** Whether a type or method can be seen from anywhere: it and all types around it are public. */
    private static boolean isPublic(TreePath path) {
        ModifiersTree modifiers = switch (path.getLeaf()) {
            case ClassTree type -> type.getModifiers();
            case MethodTree method -> method.getModifiers();
            default -> null;
        };
        if (modifiers == null || (path.getLeaf() instanceof ClassTree type && type.getSimpleName().isEmpty())) {
            return false;
        }
        TreePath around = path.getParentPath();
        if (!(around.getLeaf() instanceof ClassTree type)) {
            return modifiers.getFlags().contains(Modifier.PUBLIC);
        }
        boolean ofInterface = type.getKind() == Tree.Kind.INTERFACE || type.getKind() == Tree.Kind.ANNOTATION_TYPE;
        boolean visible = modifiers.getFlags().contains(Modifier.PUBLIC)
                || (ofInterface && !modifiers.getFlags().contains(Modifier.PRIVATE));
        return visible && isPublic(around);
    }

    @Test
    void the_domain_computes_without_floating_point() {
        assertThat(found((file, path) -> isDomain(file) && path.getLeaf() instanceof PrimitiveTypeTree primitive
                && Set.of(TypeKind.FLOAT, TypeKind.DOUBLE).contains(primitive.getPrimitiveTypeKind())))
                .as("float or double in the domain").isEmpty();
    }

    private static boolean isDomain(SourceFile file) {
        return !file.test() && (file.packageName().startsWith("io.tidemark.core.event")
                || file.packageName().startsWith("io.tidemark.core.ledger"));
    }

    @Test
    void nothing_is_left_unfinished_or_switched_off() {
        assertThat(linesMatching(sources.files().stream(), UNFINISHED)).isEmpty();
    }

    @Test
    void no_test_sleeps() {
        Stream<SourceFile> tests = Stream.concat(sources.tests(),
                sources.main().filter(file -> file.module().equals("testkit")));
        assertThat(linesMatching(tests, SLEEP)).isEmpty();
    }

    @Test
    void no_file_is_named_for_having_no_subject() {
        assertThat(sources.files().stream().filter(file -> NO_SUBJECT.matcher(file.fileName()).matches())
                .map(SourceFile::path)).isEmpty();
    }

    private static List<String> linesMatching(Stream<SourceFile> files, Pattern pattern) {
        return files.flatMap(file -> file.text().lines().filter(line -> pattern.matcher(line).find())
                .map(line -> file.path() + ": " + line.strip())).toList();
    }

    /** What a search through the trees looks for. */
    private interface Search {
        boolean matches(SourceFile file, TreePath path);
    }

    /** Where something stands that the search matches, as {@code path:line}. */
    private List<String> found(Search search) {
        List<String> places = new ArrayList<>();
        for (SourceFile file : sources.files()) {
            new TreePathScanner<Void, Void>() {
                @Override
                public Void scan(Tree tree, Void nothing) {
                    if (tree != null) {
                        TreePath path = getCurrentPath() == null ? new TreePath(file.tree())
                                : new TreePath(getCurrentPath(), tree);
                        if (search.matches(file, path)) {
                            long start = sources.docs().getSourcePositions().getStartPosition(file.tree(), tree);
                            places.add(file.path() + ":" + file.tree().getLineMap().getLineNumber(start));
                        }
                    }
                    return super.scan(tree, null);
                }
            }.scan(new TreePath(file.tree()), null);
        }
        return places;
    }
}
