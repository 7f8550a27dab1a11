package io.melolog.it;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.w3c.dom.ls.DOMImplementationLS;
import org.w3c.dom.ls.LSInput;

/** Validation against the MusicXML 4.0 schema of the W3C, where {@code ../shared/musicxml} is there. */
final class MusicXmlSchema {
    private static final Path FOLDER = Path.of(System.getProperty("melolog.shared", "../../shared"), "musicxml");

    private MusicXmlSchema() {}

    static boolean isHere() {
        return Files.exists(FOLDER.resolve("musicxml.xsd"));
    }

    /** @throws org.xml.sax.SAXException when the score does not follow the schema */
    static void validate(byte[] musicXml) throws Exception {
        SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
        var documents = (DOMImplementationLS) javax.xml.parsers.DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .getDOMImplementation()
                .getFeature("LS", "3.0");
        factory.setResourceResolver((type, namespace, publicId, systemId, baseUri) -> {
            LSInput input = documents.createLSInput();
            input.setByteStream(local(systemId));
            input.setSystemId(systemId);
            return input;
        });
        factory.newSchema(FOLDER.resolve("musicxml.xsd").toFile())
                .newValidator()
                .validate(new StreamSource(new ByteArrayInputStream(musicXml)));
    }

    private static InputStream local(String systemId) {
        try {
            return Files.newInputStream(FOLDER.resolve(systemId.substring(systemId.lastIndexOf('/') + 1)));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
