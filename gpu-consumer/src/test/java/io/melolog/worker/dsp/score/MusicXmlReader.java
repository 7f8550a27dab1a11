package io.melolog.worker.dsp.score;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Reads MusicXML as a program of somebody else would: counts divisions, joins ties, keeps nothing of ours but the text. */
final class MusicXmlReader {
    /**
     * @param start in 24ths of a quarter from the beginning of the first bar
     * @param length as well, 0 for a grace note
     */
    record Sound(long start, long length, int midi) {}

    final Document document;
    final List<Sound> sounds = new ArrayList<>();
    /** Lengths of the bars in 24ths of a quarter, by what stands in them. */
    final List<Long> bars = new ArrayList<>();

    MusicXmlReader(String xml) throws Exception {
        document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        long divisions = Long.parseLong(text(document.getDocumentElement(), "divisions"));
        long at = 0;
        boolean tied = false;
        for (Element measure : elements(document.getDocumentElement(), "measure")) {
            long from = at;
            for (Element note : elements(measure, "note")) {
                long length = has(note, "grace") ? 0 : Long.parseLong(text(note, "duration")) * 24 / divisions;
                if (has(note, "pitch")) {
                    if (tied) {
                        Sound before = sounds.removeLast();
                        sounds.add(new Sound(before.start(), before.length() + length, before.midi()));
                    } else {
                        sounds.add(new Sound(at, length, midi(note)));
                    }
                    tied = elements(note, "tie").stream()
                            .anyMatch(tie -> tie.getAttribute("type").equals("start"));
                }
                at += length;
            }
            bars.add(at - from);
        }
    }

    static List<Element> elements(Element parent, String name) {
        var found = parent.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    static String text(Element parent, String name) {
        return parent.getElementsByTagName(name).item(0).getTextContent();
    }

    private static boolean has(Element parent, String name) {
        return parent.getElementsByTagName(name).getLength() > 0;
    }

    private static int midi(Element note) {
        int natural =
                switch (text(note, "step")) {
                    case "C" -> 0;
                    case "D" -> 2;
                    case "E" -> 4;
                    case "F" -> 5;
                    case "G" -> 7;
                    case "A" -> 9;
                    default -> 11;
                };
        int alter = has(note, "alter") ? Integer.parseInt(text(note, "alter")) : 0;
        return 12 * (Integer.parseInt(text(note, "octave")) + 1) + natural + alter;
    }
}
