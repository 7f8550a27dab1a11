package io.melolog.worker.neural.checkpoint;

import static io.melolog.worker.neural.checkpoint.Operations.NETWORK;
import static io.melolog.worker.neural.checkpoint.Operations.bytes;
import static io.melolog.worker.neural.checkpoint.Operations.global;
import static io.melolog.worker.neural.checkpoint.Operations.int32;
import static io.melolog.worker.neural.checkpoint.Operations.network;
import static io.melolog.worker.neural.checkpoint.Operations.text;
import static io.melolog.worker.neural.checkpoint.Operations.tuple;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs in the place of data, and pickles that would take memory or time without end. */
class HostilePicklesTest extends CheckpointFilesBase {
    private static final Path EXECUTED = Path.of("executed-by-a-pickle");
    private static final String COMMAND = text("touch " + EXECUTED);
    private static final String SYSTEM = global("os", "system");

    static Stream<Arguments> calls() {
        return Stream.of(
                Arguments.of("REDUCE", SYSTEM + COMMAND + "\u0085R", "os.system"),
                Arguments.of("posix", global("posix", "system") + COMMAND + "\u0085R", "posix.system"),
                Arguments.of("eval", global("builtins", "eval") + text("1") + "\u0085R", "builtins.eval"),
                Arguments.of("INST", "(" + COMMAND + "ios\nsystem\n", "os.system"),
                Arguments.of("INST of the network", "(idemucs.htdemucs\nHTDemucs\n", ""),
                Arguments.of("OBJ", "(" + SYSTEM + COMMAND + "o", "os.system"),
                Arguments.of("OBJ of the network", "(" + NETWORK + COMMAND + "o", ""),
                Arguments.of("NEWOBJ", NETWORK + ")\u0081", ""),
                Arguments.of("NEWOBJ_EX", NETWORK + ")}\u0092", ""),
                Arguments.of("REDUCE of the network", NETWORK + ")R", ""),
                Arguments.of("REDUCE of a text", text("os.system") + COMMAND + "\u0085R", ""),
                Arguments.of("STACK_GLOBAL", text("os") + text("system") + "\u0093" + COMMAND + "\u0085R", "os.system"),
                Arguments.of("EXT1", "\u0082\u0001", ""),
                Arguments.of("EXT2", "\u0083\u0001\u0000", ""),
                Arguments.of("EXT4", "\u0084\u0001\u0000\u0000\u0000", ""),
                Arguments.of("BUILD", NETWORK + "}(" + text("__setstate__") + COMMAND + "ub", ""),
                Arguments.of(
                        "long bytes", global("_codecs", "encode") + tuple(text("123456789"), text("latin1")) + "R", ""),
                Arguments.of("other codec", global("_codecs", "encode") + tuple(text("x"), text("rot13")) + "R", ""),
                Arguments.of("object type", global("numpy", "dtype") + tuple(text("O8")) + "R", ""),
                Arguments.of(
                        "number of no bytes",
                        global("numpy.core.multiarray", "scalar") + tuple(global("numpy", "dtype"), text("x")) + "R",
                        ""),
                Arguments.of(
                        "big-endian number",
                        global("numpy", "dtype") + tuple(text("f8")) + "R" + tuple("K\u0003", text(">")) + "b",
                        ""),
                Arguments.of("BUILD of a list", "]" + COMMAND + "b", ""),
                Arguments.of(
                        "getattr", global("builtins", "getattr") + tuple(NETWORK, text("x")) + "R", "builtins.getattr"),
                Arguments.of(
                        "operator", global("operator", "attrgetter") + text("x") + "\u0085R", "operator.attrgetter"),
                Arguments.of("dotted", global("torch._utils", "_rebuild_tensor_v2.__globals__"), "__globals__"),
                Arguments.of("dictionary", global("collections", "OrderedDict.fromkeys") + ")R", "fromkeys"),
                Arguments.of("dictionary of values", global("collections", "OrderedDict") + "](e\u0085R", ""),
                Arguments.of("bytes", global("torch.storage", "_load_from_bytes") + "\u0085R", "_load_from_bytes"),
                Arguments.of("controls", global("os\u001b[2J\u0007", "sys\ttem") + ")R", "os??2J?.sys?tem"),
                Arguments.of("long name", global("o".repeat(100_000), "system") + ")R", "oooo..."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void shouldRefuseCallsWhereverTheyAreAndExecuteNothing(String name, String call, String named) throws Exception {
        String entry = text("x") + call;
        for (byte[] pickle : new byte[][] {
            network(entry, "", ""),
            network("", entry, ""),
            network("", "", entry),
            network("", "", text("x") + "](" + "]" + call + "ae"),
            bytes("\u0080\u0002" + call + "."),
            bytes("\u0080\u0002" + call + "0" + new String(network("", "", ""), StandardCharsets.ISO_8859_1)),
        }) {
            // when
            String refusal = refusalOfPickle(pickle);
            // then
            assertThat(refusal).contains(named).contains("Nothing in it was executed");
            assertThat(EXECUTED).doesNotExist();
        }
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                Arguments.of("no stack", "0".repeat(30)),
                Arguments.of("nothing", "."),
                Arguments.of("no mark", "]u"),
                Arguments.of("odd pairs", "}(" + text("x") + "u"),
                Arguments.of("a list as a key", "}(]Nu"),
                Arguments.of("none as a key", "}(NNu"),
                Arguments.of("a network as a key", "}" + NETWORK + "Ns"),
                Arguments.of("append to a text", text("x") + "Na"),
                Arguments.of("set in a list", "]" + text("x") + "Ns"),
                Arguments.of("unknown memory", "h\u0005"),
                Arguments.of("unknown far memory", "j" + int32(-1)),
                Arguments.of("memory of nothing", "q\u0000"),
                Arguments.of("memoize nothing", "\u0094"),
                Arguments.of("negative text", "X" + int32(-1)),
                Arguments.of("negative text back to its start", "X" + int32(-5)),
                Arguments.of("huge text", "X" + int32(Integer.MAX_VALUE)),
                Arguments.of("short text", "\u008C\u00FF"),
                Arguments.of("long integer", "\u008A\u00FF"),
                Arguments.of("longer integer", "\u008B" + int32(Integer.MAX_VALUE)),
                Arguments.of("endless line", "c" + "x".repeat(100_000)),
                Arguments.of("global of numbers", "K\u0001K\u0002\u0093"),
                Arguments.of("reduce of no tuple", global("fractions", "Fraction") + "K\u0001R"),
                Arguments.of("parameter of nothing", global("torch._utils", "_rebuild_parameter") + ")R"),
                Arguments.of("fraction of nothing", global("fractions", "Fraction") + ")R"),
                Arguments.of("fraction of zero", global("fractions", "Fraction") + text("1/0") + "\u0085R"),
                Arguments.of("long fraction", global("fractions", "Fraction") + text("9".repeat(9_000)) + "\u0085R"),
                Arguments.of("bytes", "B" + int32(3) + "abc"),
                Arguments.of("persistent text", "P0\n"),
                Arguments.of("persistent number", "K\u0001Q"),
                Arguments.of("a set", "\u008F"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void shouldRefuseWhatIsNoPickleOfWeights(String name, String operations) throws Exception {
        refusalOfPickle(bytes("\u0080\u0002" + operations));
        refusalOfPickle(bytes("\u0080\u0002" + operations + "."));
        refusalOfPickle(network(text("x") + operations, "", ""));
        refusalOfPickle(network("", text("x") + operations, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "]",
                "N",
                "(",
                "K\u0001",
                "K\u0001\u0085",
                "}",
                "]q\u0000",
                "]\u0094",
                "\u0088",
                "(((t",
                "K\u0001]a"
            })
    void shouldNotTakeMemoryWithoutEnd(String repeated) throws Exception {
        // given
        String endless = repeated.repeat((4 << 20) / repeated.length());
        // when, then
        assertThat(refusalOfPickle(bytes("\u0080\u0002" + endless))).contains("list of contents cannot be read");
        assertThat(refusalOfPickle(bytes("\u0080\u0002](" + endless))).contains("list of contents cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"N0", "]0", "Na", "}a", "Ka]a", "]K\u0001aa", "K\u0001\u0085a", "N\u0085\u0085\u0085a"})
    void shouldNotComputeWithoutEnd(String repeated) throws Exception {
        // given
        String endless = repeated.repeat((4 << 20) / repeated.length());
        // when, then
        assertThat(refusalOfPickle(bytes("\u0080\u0002]" + endless))).contains("list of contents cannot be read");
    }

    @Test
    void shouldRefuseAPickleThatIsTooLarge() throws Exception {
        assertThat(refusalOfPickle(new byte[(8 << 20) + 1])).contains("too large");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6, 128, 255})
    void shouldRefuseOtherProtocols(int protocol) throws Exception {
        // given
        byte[] pickle = network("", "", "");
        pickle[1] = (byte) protocol;
        // when, then
        assertThat(refusalOfPickle(pickle)).contains("protocol " + protocol);
    }

    @Test
    void shouldRefuseProtocolsOfText() throws Exception {
        assertThat(refusalOfPickle(bytes("(dp0\nS'klass'\np1\nN."))).contains("list of contents cannot be read");
        assertThat(refusalOfPickle(bytes("cos\nsystem\n(S'true'\ntR."))).contains("os.system");
    }

    @Test
    void shouldRefuseArgumentsThatCannotBeWalkedThrough() throws Exception {
        // given
        StringBuilder laughs = new StringBuilder("](N]e\u00940");
        for (int i = 0; i < 60; i++) {
            laughs.append("](").append(("h" + (char) i).repeat(10)).append("e\u00940");
        }
        laughs.append("h").append((char) 60);
        String deepList = "]".repeat(90_000) + "a".repeat(89_999);
        String deepTuple = "N" + "\u0085".repeat(400_000);
        String deepMap = "}K\u0001".repeat(40_000) + "N" + "s".repeat(40_000);
        String cycle = "]q\u0007h\u0007a";
        String cycleOfMaps = "}q\u0007K\u0001h\u0007s";
        String many = "](" + "N".repeat(2_000) + "e";
        for (String value : new String[] {laughs.toString(), deepList, deepTuple, deepMap, cycle, cycleOfMaps, many}) {
            // when, then
            assertThat(refusalOfPickle(network(text("x") + value, "", ""))).contains("too many or too deep");
        }
        for (String value : new String[] {deepList, deepTuple, cycle, "N", "K\u0001", "}"}) {
            assertThat(refusalOfPickle(network("", text("x") + value, ""))).contains("not a checkpoint of HTDemucs");
        }
    }

    @Test
    void shouldRefuseNamesAndTextsThatCannotBeShown() throws Exception {
        for (String name : new String[] {"a\u0007b", "x\ny", "\u202Ex", "", "n".repeat(1_000), "a b"}) {
            refusalOfPickle(network(text(name) + "N", "", ""));
            refusalOfPickle(network("", text(name) + Operations.tensor(), ""));
        }
        refusalOfPickle(network(text("x") + text("\u001b[2J"), "", ""));
        refusalOfPickle(network(text("x") + text("x".repeat(100_000)), "", ""));
        refusalOfPickle(network("K\u0001N", "", ""));
        refusalOfPickle(network("", "K\u0001" + Operations.tensor(), ""));
        refusalOfPickle(network(text("x") + NETWORK, "", ""));
        refusalOfPickle(network(text("x") + Operations.tensor(), "", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"N", "]", "}", "K\u0001", "\u0088"})
    void shouldRefuseOtherFilesOfPyTorch(String value) throws Exception {
        assertThat(refusalOfPickle(bytes("\u0080\u0002" + value + "."))).contains("not a checkpoint of HTDemucs");
    }

    @Test
    void shouldNameOtherNetworks() throws Exception {
        assertThat(refusalOfPickle(bytes("\u0080\u0002" + global("demucs.hdemucs", "HDemucs") + ".")))
                .contains("demucs.hdemucs.HDemucs", "only demucs.htdemucs.HTDemucs can be run");
    }

    @Test
    void shouldRefuseAPickleThatEndsAnywhere() throws Exception {
        // given
        byte[] pickle =
                network(text("segment") + "G?\u00F0\u0000\u0000\u0000\u0000\u0000\u0000", "", text("seed") + "K\u0001");
        assertThat(outcome(TestArchive.of(pickle).bytes())).isEmpty();
        for (int length = 0; length < pickle.length; length++) {
            // when, then
            assertThat(refusalOfPickle(Arrays.copyOf(pickle, length))).isNotBlank();
        }
    }
}
