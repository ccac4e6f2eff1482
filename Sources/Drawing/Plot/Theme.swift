/// The style sheet of pictures: colours on light and dark screens and on paper, strokes and fonts.
///
/// Colours are CSS custom properties of the class `trellis-chart`, so that a page around pictures can set others.
public enum Theme {
    /// The style sheet, which every picture holds unless it is drawn for a page that has it already.
    public static let styleSheet = """
        .trellis-chart{\(properties(light, ramp: ColorRamp.colors))}
        @media screen and (prefers-color-scheme:dark){.trellis-chart{\
        \(properties(dark, ramp: ColorRamp.colors.reversed()))}}
        \(rules)
        """

    /// The number of colours that tell series apart; further series begin again.
    static let seriesCount = 8

    /// The class that fills a shape in the colour of a series.
    static func fill(_ series: Int) -> String { "f\(series % seriesCount)" }

    /// The class that draws a line in the colour of a series.
    static func stroke(_ series: Int) -> String { "s\(series % seriesCount)" }

    /// A colour of each theme for each role.
    struct Palette {
        var paper: RGBColor
        var ink: RGBColor
        var muted: RGBColor
        var grid: RGBColor
        var series: [RGBColor]
    }

    // Okabe and Ito's colours (2008), with olive and grey for yellow and black, moved a little where people without one
    // kind of cone would confuse two of them; lighter on dark backgrounds.
    static let light = Palette(
        paper: RGBColor(0xFFFFFF), ink: RGBColor(0x1F2430), muted: RGBColor(0x5F6776),
        grid: RGBColor(0xE4E7EC),
        series: [0x0072B2, 0xE69F00, 0x009E78, 0xDC5400, 0xCC79A7, 0x56B4E9, 0x798542, 0x6B7280].map(
            RGBColor.init))

    static let dark = Palette(
        paper: RGBColor(0x15181E), ink: RGBColor(0xE8EAEE), muted: RGBColor(0xA2A9B5),
        grid: RGBColor(0x2D323B),
        series: [0x4FA6E4, 0xFACA3C, 0x34C494, 0xED7B3E, 0xE2A7CC, 0x9DD6FB, 0xC6B936, 0x909EAF].map(
            RGBColor.init))

    private static func properties(_ palette: Palette, ramp: [RGBColor]) -> String {
        var text = "--paper:\(palette.paper.text);--ink:\(palette.ink.text);"
        text += "--muted:\(palette.muted.text);--grid:\(palette.grid.text);"
        for (index, color) in palette.series.enumerated() { text += "--c\(index):\(color.text);" }
        for (index, color) in ramp.enumerated() { text += "--r\(index):\(color.text);" }
        let isDark = palette.paper.red < 128
        text += "--on-low:\(isDark ? "#fff" : "#111");--on-high:\(isDark ? "#111" : "#fff")"
        return text
    }

    private static let rules: String = {
        var text = """
            .trellis-chart{background:var(--paper);max-width:100%;height:auto;\
            font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;\
            font-variant-numeric:tabular-nums}
            .trellis-chart text{fill:var(--ink)}
            .trellis-chart .title{font-size:15px;font-weight:600}
            .trellis-chart .muted{fill:var(--muted)}
            .trellis-chart .small{font-size:11px}
            .trellis-chart .grid{stroke:var(--grid);stroke-width:1;shape-rendering:crispEdges}
            .trellis-chart .rule{stroke:var(--muted);stroke-width:1;shape-rendering:crispEdges}
            .trellis-chart .reference{stroke:var(--muted);stroke-width:1.25;stroke-dasharray:4 4;fill:none}
            .trellis-chart .curve{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
            .trellis-chart .strand{fill:none;stroke-width:1.25;opacity:.6;stroke-linejoin:round}
            .trellis-chart .thin{fill:none;stroke-width:1;opacity:.35;stroke-linejoin:round}
            .trellis-chart .band{opacity:.18}
            .trellis-chart .error{stroke-width:1.5}
            .trellis-chart .dot{stroke:var(--paper);stroke-width:1}
            .trellis-chart .faint{opacity:.55}
            .trellis-chart .halo{paint-order:stroke;stroke:var(--paper);stroke-width:4;stroke-linejoin:round}
            .trellis-chart .missing{fill:none;stroke:var(--grid);stroke-width:1}
            .trellis-chart .on-low{fill:var(--on-low)}
            .trellis-chart .on-middle{fill:#111}
            .trellis-chart .on-high{fill:var(--on-high)}

            """
        // After the rules of text, because of equal precedence.
        for index in 0..<seriesCount {
            text += ".trellis-chart .f\(index){fill:var(--c\(index))}"
            text += ".trellis-chart .s\(index){stroke:var(--c\(index))}"
        }
        for index in 0..<ColorRamp.count {
            text += ".trellis-chart .r\(index){fill:var(--r\(index))}"
            text += ".trellis-chart .l\(index){stroke:var(--r\(index))}"
        }
        return text
    }()
}
