package io.melolog.worker.dsp.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.melolog.worker.dsp.note.Note;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.bootstrap.DOMImplementationRegistry;
import org.w3c.dom.ls.DOMImplementationLS;
import org.w3c.dom.ls.LSInput;

class MusicXmlWriterTest {
    private static final Path SCHEMAS =
            Path.of(System.getProperty("melolog.shared", "../shared")).resolve("musicxml");

    @Test
    void shouldBeValidMusicXml() throws Exception {
        // given
        assumeThat(SCHEMAS.resolve("musicxml.xsd")).exists();
        Schema schema = schema();

        for (long seed = 0; seed < 40; seed++) {
            // when
            List<Note> notes = seed == 0 ? List.of() : Melodies.random(new Random(seed), (int) seed * 4);
            String xml = MusicXmlWriter.write(ScoreBuilder.build(notes, Melodies.request(seed)));

            // then
            schema.newValidator().validate(new StreamSource(new StringReader(xml)));
        }
    }

    @Test
    void shouldWriteAnEmptyScoreAsABarOfRest() throws Exception {
        // when
        Document score = write(List.of());

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
        // given: F sharp, a stranger to C major, twice in one bar and once in the next
        List<Note> notes = Melodies.line(
                120,
                0,
                new double[] {1},
                60,
                66,
                66,
                67,
                65,
                66,
                64,
                60,
                60,
                64,
                67,
                72,
                67,
                65,
                64,
                62,
                60,
                64,
                67,
                60);

        // when
        Document score =
                new MusicXmlReader(MusicXmlWriter.write(ScoreBuilder.build(notes, Melodies.band(120, 32)))).document;

        // then
        var accidentals = score.getElementsByTagName("accidental");
        assertThat(accidentals.getLength()).isEqualTo(2);
        assertThat(accidentals.item(0).getTextContent()).isEqualTo("sharp");
        assertThat(accidentals.item(1).getTextContent()).isEqualTo("sharp");
    }

    @Test
    void shouldTieBothTheSoundAndTheSymbol() throws Exception {
        // given: the fourth note lasts over the barline
        List<Note> notes = Melodies.line(120, 0, new double[] {1, 1, 1, 2, 1, 1, 1}, 60, 62, 64, 65, 64, 62, 60);

        // when
        Document score =
                new MusicXmlReader(MusicXmlWriter.write(ScoreBuilder.build(notes, Melodies.band(120, 32)))).document;

        // then
        int ties = score.getElementsByTagName("tie").getLength();
        assertThat(ties)
                .isPositive()
                .isEqualTo(score.getElementsByTagName("tied").getLength());
    }

    @Test
    void shouldPrintATempoThatIsKnown() throws Exception {
        // given
        double[] rhythm = {1, 1, 0.5, 0.5, 1, 2, 1, 1, 1.5, 0.5, 2};
        List<Note> notes = Melodies.line(
                90, 0.4, rhythm, 60, 62, 64, 65, 67, 69, 67, 65, 64, 62, 60, 60, 62, 64, 65, 67, 69, 67, 65, 64, 62,
                60);

        // then
        assertThat(write(notes).getElementsByTagName("per-minute").item(0).getTextContent())
                .isEqualTo("90");
    }

    private static Document write(List<Note> notes) throws Exception {
        return new MusicXmlReader(MusicXmlWriter.write(ScoreBuilder.build(notes, ScoreRequest.AS_SUNG))).document;
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
