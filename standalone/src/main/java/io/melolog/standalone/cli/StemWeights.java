package io.melolog.standalone.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How much each network of a bag counts for each stem, as text: {@code 1,0,0,0;0,1,0,0}, a row for each file and a column for each stem. */
record StemWeights(List<List<Double>> rows) {
    /** For picocli. */
    static final class Converter implements ITypeConverter<StemWeights> {
        @Override
        public StemWeights convert(String text) {
            try {
                List<List<Double>> rows = new ArrayList<>();
                for (String line : text.split(";", -1)) {
                    List<Double> row = new ArrayList<>();
                    for (String weight : line.split(",", -1)) {
                        row.add(Double.valueOf(weight.strip()));
                    }
                    rows.add(row);
                }
                return new StemWeights(rows);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("weights are written like 1,0,0,0;0,1,0,0;0,0,1,0;0,0,0,1");
            }
        }
    }
}
