package io.melolog.worker.dsp.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.melolog.worker.dsp.note.Note;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.bootstrap.DOMImplementationRegistry;
import org.w3c.dom.ls.DOMImplementationLS;
import org.w3c.dom.ls.LSInput;
import org.xml.sax.InputSource;

class MusicXmlWriterTest {
    private static final Path SCHEMAS =
            Path.of(System.getProperty("melolog.shared", "../shared")).resolve("musicxml");

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5})
    void shouldBeValidMusicXml(long seed) throws Exception {
        // given
        assumeThat(SCHEMAS.resolve("musicxml.xsd")).exists();
        List<Note> notes = seed == 0 ? List.of() : Melodies.random(seed);
        Key key = seed == 0 ? null : new Key((int) seed * 2 - 6, seed % 2 == 0);
        BeatGrid grid = seed % 2 == 0 ? BeatGrid.UNKNOWN : new BeatGrid(93.7, -1.1, true);

        // when
        String xml = MusicXmlWriter.write(notes, Clef.of(notes), key, grid);

        // then
        schema().newValidator().validate(new StreamSource(new StringReader(xml)));
    }

    @Test
    void shouldWriteAnEmptyScoreAsABarOfRest() throws Exception {
        // when
        Document score = parse(MusicXmlWriter.write(List.of(), Clef.TREBLE, null, BeatGrid.UNKNOWN));

        // then
        assertThat(score.getElementsByTagName("measure").getLength()).isEqualTo(1);
        assertThat(score.getElementsByTagName("note").getLength()).isEqualTo(1);
        assertThat(score.getElementsByTagName("rest")
                        .item(0)
                        .getAttributes()
                        .getNamedItem("measure")
                        .getNodeValue())
                .isEqualTo("yes");
        assertThat(score.getElementsByTagName("per-minute").getLength()).isZero();
    }

    @Test
    void shouldPrintAnAccidentalOnceABar() throws Exception {
        // given
        List<Note> notes = Melodies.line(120, 0, new double[] {1}, 61, 61, 60, 61, 61);

        // when
        Document score = parse(MusicXmlWriter.write(notes, Clef.TREBLE, new Key(0, false), new BeatGrid(120, 0, true)));

        // then
        var accidentals = score.getElementsByTagName("accidental");
        assertThat(accidentals.getLength()).isEqualTo(4);
        assertThat(accidentals.item(0).getTextContent()).isEqualTo("sharp");
        assertThat(accidentals.item(1).getTextContent()).isEqualTo("natural");
        assertThat(accidentals.item(3).getTextContent()).isEqualTo("sharp");
    }

    @Test
    void shouldTieBothTheSoundAndTheSymbol() throws Exception {
        // given
        List<Note> notes = List.of(Melodies.note(1.5, 1.5, 67));

        // when
        Document score = parse(MusicXmlWriter.write(notes, Clef.TREBLE, new Key(0, false), new BeatGrid(120, 0, true)));

        // then
        assertThat(score.getElementsByTagName("tie").getLength()).isEqualTo(2);
        assertThat(score.getElementsByTagName("tied").getLength()).isEqualTo(2);
        assertThat(score.getElementsByTagName("per-minute").item(0).getTextContent())
                .isEqualTo("120");
    }

    private static Document parse(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }

    /** The schema with its imports taken from beside it, whatever address they name. */
    private static Schema schema() throws Exception {
        SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
        var implementation =
                (DOMImplementationLS) DOMImplementationRegistry.newInstance().getDOMImplementation("LS");
        factory.setResourceResolver((type, namespace, publicId, systemId, base) -> {
            LSInput input = implementation.createLSInput();
            String name = systemId.substring(systemId.lastIndexOf('/') + 1);
            input.setSystemId(SCHEMAS.resolve(name).toUri().toString());
            return input;
        });
        return factory.newSchema(SCHEMAS.resolve("musicxml.xsd").toFile());
    }
}
