package io.coopserve.demo.study;

import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;

import io.coopserve.demo.study.Results.Of;
import io.coopserve.report.Estimate;

/** Plots of the study as SVG files. */
final class Charts {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 480;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    /** Told apart by colour-blind people too (Okabe and Ito), and grey. */
    private static final Color[] COLOURS = IntStream.of(0x999999, 0x555555, 0xe69f00, 0x56b4e9, 0xd55e00, 0xcc79a7, 0x009e73,
            0xf0e442, 0x0072b2).mapToObj(Color::new).toArray(Color[]::new);
    private static final Pattern DIGITS = Pattern.compile("(\\d+\\.\\d)\\d+");
    private static final String ACCURACY = "accuracy, %";

    private final Results results;
    private final Path folder;

    Charts(Results results, Path folder) {
        this.results = results;
        this.folder = folder;
    }

    private static void style(AxesChartStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setChartTitleFont(FONT.deriveFont(Font.BOLD, 15f));
        styler.setLegendFont(FONT);
        styler.setAxisTitleFont(FONT);
        styler.setAxisTickLabelsFont(FONT);
        styler.setLegendPosition(Styler.LegendPosition.OutsideE);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setErrorBarsColorSeriesColor(true);
        styler.setSeriesColors(COLOURS);
        styler.setPlotGridLinesColor(new Color(0xdddddd));
    }

    private void save(Chart<?, ?> chart, String name) throws IOException {
        Path file = folder.resolve(name);
        VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG);
        Files.writeString(file, DIGITS.matcher(Files.readString(file)).replaceAll("$1")); // a tenth of a pixel is enough
    }

    /** Accuracy by images per class, with error bars; what does not learn is a level line. */
    void curves(List<Contestant> curves) throws IOException {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT)
                .title("Mean of %d drawn tasks".formatted(results.tasks()
                        .size()))
                .xAxisTitle("images per class").yAxisTitle(ACCURACY).build();
        style(chart.getStyler());
        chart.setCustomXAxisTickLabelsFormatter(power -> String.valueOf(Math.round(Math.pow(2, power))));
        for (Contestant written : List.of(Contestant.GENERIC, Contestant.SPECIFIC)) {
            double level = results.accuracy(new Of(written, 0), Part.ALL).value();
            add(chart, written.name(), Contestant.SHOTS.stream().map(shots -> new Estimate(level, null)).toList());
        }
        for (Contestant curve : curves) {
            add(chart, curve.name(), Contestant.SHOTS.stream().map(shots -> results.accuracy(new Of(curve, shots), Part.ALL))
                    .toList());
        }
        save(chart, "few-shot.svg");
    }

    private static void add(XYChart chart, String name, List<Estimate> estimates) {
        List<Double> powers = Contestant.SHOTS.stream().map(shots -> Math.log(shots) / Math.log(2)).toList();
        List<Double> values = estimates.stream().map(Estimate::value).toList();
        if (estimates.get(0).interval() == null) {
            chart.addSeries(name, powers, values);
        } else {
            chart.addSeries(name, powers, values, estimates.stream().map(Estimate::half).toList());
        }
    }

    void baseToNew(List<Of> rows) throws IOException {
        CategoryChart chart = bars("Learned on the first half of the classes");
        List<String> names = rows.stream().map(of -> of.contestant().name()).toList();
        for (Part part : List.of(Part.BASE, Part.NEW)) {
            List<Estimate> estimates = rows.stream().map(of -> results.accuracy(of, part)).toList();
            chart.addSeries(part.label() + " classes", names, estimates.stream().map(Estimate::value).toList(),
                    estimates.stream()
                            .map(Estimate::half).toList());
        }
        chart.getStyler().setSeriesColors(Arrays.copyOfRange(COLOURS, 2, 4));
        chart.getStyler().setXAxisLabelRotation(35);
        save(chart, "base-new.svg");
    }

    void shifts(List<Contestant> contestants) throws IOException {
        CategoryChart chart = bars("Test drawings drawn in another way");
        List<String> names = Part.SHIFTS.stream().map(Part::label).toList();
        for (Contestant contestant : contestants) {
            Of of = new Of(contestant, contestant.kind() == Contestant.Kind.HAND_WRITTEN ? 0 : Contestant.MOST);
            List<Estimate> estimates = Part.SHIFTS.stream().map(shift -> results.accuracy(of, shift, results.tasksWith(shift)))
                    .toList();
            chart.addSeries(contestant.name(), names, estimates.stream().map(Estimate::value).toList(),
                    new ArrayList<>(estimates
                            .stream().map(Estimate::half).toList()));
        }
        save(chart, "shift.svg");
    }

    private static CategoryChart bars(String title) {
        CategoryChart chart = new CategoryChartBuilder().width(WIDTH).height(HEIGHT).title(title).yAxisTitle(ACCURACY).build();
        style(chart.getStyler());
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setErrorBarsColorSeriesColor(false);
        chart.getStyler().setErrorBarsColor(Color.DARK_GRAY);
        return chart;
    }
}
