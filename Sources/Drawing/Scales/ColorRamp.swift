/// Colours from low to high values, which differ in lightness and so stay apart for colour-blind people.
///
/// On a light background the ramp goes from pale to dark, and on a dark one from dark to pale: high values stand out
/// on both. The style sheet defines the colours as classes.
enum ColorRamp {
    /// The number of colours.
    static let count = 17

    /// ColorBrewer's YlGnBu, from pale to dark.
    private static let anchors: [RGBColor] = [
        RGBColor(0xF3FAD0), RGBColor(0xE3F4B2), RGBColor(0xC7E9B4), RGBColor(0x7FCDBB), RGBColor(0x41B6C4),
        RGBColor(0x1D91C0), RGBColor(0x225EA8), RGBColor(0x253494), RGBColor(0x081D58),
    ]

    static let colors: [RGBColor] = (0..<count).map { index in
        let place = Double(index) / Double(count - 1) * Double(anchors.count - 1)
        let lower = min(Int(place), anchors.count - 2)
        return anchors[lower].mixed(with: anchors[lower + 1], place - Double(lower))
    }

    /// The colour of a value within limits.
    static func index(of value: Double, in domain: Domain) -> Int {
        Int((domain.fraction(of: value) * Double(count - 1)).rounded())
    }

    /// The class that fills a shape with the colour.
    static func fill(_ index: Int) -> String { "r\(index)" }

    /// The class that draws a line in the colour.
    static func stroke(_ index: Int) -> String { "l\(index)" }

    /// The class of text on the colour.
    static func text(_ index: Int) -> String {
        let third = Double(index) / Double(count - 1)
        return third < 0.34 ? "on-low" : third < 0.64 ? "on-middle" : "on-high"
    }
}
