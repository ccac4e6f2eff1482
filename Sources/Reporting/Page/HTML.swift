import Drawing

/// HTML in which whatever is interpolated is text, unless it is HTML itself.
///
/// ```swift
/// let row: HTML = "<td>\(name)</td>"
/// ```
struct HTML: Sendable, ExpressibleByStringInterpolation {
    private(set) var text: String

    init(stringLiteral value: String) { text = value }

    init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

    private init(text: String) { self.text = text }

    /// A chart, whose names the module that draws has escaped.
    init(_ chart: any Chart) { text = chart.inlineSVG }

    /// A style sheet or a script of this package.
    static func own(_ text: StaticString) -> HTML { HTML(text: "\(text)") }

    /// The style sheet of charts.
    static let chartStyle = HTML(text: Theme.styleSheet)

    static func += (left: inout HTML, right: HTML) { left.text += right.text }

    struct StringInterpolation: StringInterpolationProtocol {
        var text = ""

        init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(2 * literalCapacity) }

        mutating func appendLiteral(_ literal: String) { text += literal }

        mutating func appendInterpolation(_ value: String) { text += EscapedText.escaped(value) }

        mutating func appendInterpolation(_ value: Int) { text += "\(value)" }

        mutating func appendInterpolation(_ value: HTML) { text += value.text }

        mutating func appendInterpolation(_ parts: [HTML]) { for part in parts { text += part.text } }
    }
}

extension HTML {
    /// Charts side by side where there is room.
    static func figures(_ charts: [any Chart]) -> HTML {
        charts.isEmpty
            ? "" : "<div class=\"figures\">\(charts.map { "<figure>\(HTML($0))</figure>" as HTML })</div>\n"
    }

    /// A section with a heading, to which the navigation leads; nothing if it has no content.
    static func section(_ id: String, _ heading: String, _ content: HTML) -> HTML {
        content.text.isEmpty
            ? "" : "<section id=\"\(id)\"><h2>\(heading)</h2>\n\(content)</section>\n"
    }
}
